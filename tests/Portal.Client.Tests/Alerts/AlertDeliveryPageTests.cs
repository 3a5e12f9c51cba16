using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Tests.Shared;
using Portal.Client.Webhooks;

namespace Portal.Client.Tests.Alerts;

public sealed class AlertDeliveryPageTests : PageTest
{
    readonly FakeDelivery delivery = new();

    protected override void Register(IServiceCollection services)
    {
        services.AddSingleton<IAlertDeliveryService>(delivery);
        services.AddSingleton<IWebhooksService>(delivery);
    }

    [Fact]
    public void Viewer_IsToldThatItIsTheAdministrators()
    {
        var page = Draw<AlertDeliveryPage>(Viewer);
        Assert.Contains("administrators' work", page.Markup);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Save_SendsWhatIsTyped()
    {
        var page = Draw<AlertDeliveryPage>(Owner);
        Field(page, "Addresses").Input("ann@example.org\nbob@example.org");
        var kinds = page.FindAll("details").Single(one => one.TextContent.Contains("bob@example.org"));
        kinds.QuerySelectorAll("input")[0].Change(false);
        Field(page, "Send one").Change("weekly");
        Field(page, "On").Change("friday");
        Field(page, "Currency").Change("EUR");
        Field(page, "Rate").Change("0.92");
        page.Find("form").Submit();

        var saved = delivery.Saved!;
        Assert.Equal(["ann@example.org", "bob@example.org"], saved.Emails);
        Assert.DoesNotContain(AlertKind.BudgetThreshold, saved.Kinds["bob@example.org"]);
        Assert.Equal((DigestInterval.Weekly, DigestWeekday.Friday, new DisplayCurrency { Code = "EUR", Rate = 0.92m }), (saved.Digest, saved.DigestWeekday, saved.DisplayCurrency));
        Assert.Contains("Saved.", page.Markup);
    }

    [Fact]
    public void CurrencyWithoutRate_IsNotSent_AndSaysWhy()
    {
        var page = Draw<AlertDeliveryPage>(Owner);
        Field(page, "Currency").Change("EUR");
        page.Find("form").Submit();
        Assert.Null(delivery.Saved);
        Assert.Contains("how many units", page.Markup);
    }

    [Fact]
    public void Webhook_IsAdded_AndItsSecretShownOnce()
    {
        var page = Draw<AlertDeliveryPage>(Owner);
        Assert.Contains("No webhooks.", page.Markup);
        Button(page, "Add webhook").Click();
        Field(page, "Address").Input("https://example.org/hooks");
        page.FindAll("form")[1].Submit();
        Assert.Equal([WebhookEvents.AlertOpened], Assert.Single(delivery.Hooks).Events);
        Assert.Contains("whsec_shown-once", page.Markup);
        Assert.Contains("https://example.org/hooks", page.Find(".hook").TextContent);
    }

    [Fact]
    public void WebhookThatIsRefused_SaysWhyBesideTheField()
    {
        var page = Draw<AlertDeliveryPage>(Owner);
        Button(page, "Add webhook").Click();
        Field(page, "Address").Input("http://example.org");
        delivery.Refusal = ApiError.Invalid("'url' must begin with https.", "url", "invalid_value");
        page.FindAll("form")[1].Submit();
        Assert.Contains("must begin with https", page.Find(".field .error-text, .field [role=alert]").TextContent);
    }

    [Fact]
    public void Deliveries_AreShown_AndSentAgain()
    {
        delivery.Hooks.Add(new("hook_1", "https://example.org", ["*"], true, null, 0, 0));
        delivery.Deliveries.Add(new("dlv_1", WebhookEvents.AlertOpened, DeliveryStatus.Failed, 8, 500, 31, "The receiver answered 500.", null, 0, 0));
        var page = Draw<AlertDeliveryPage>(Owner);
        Button(page, "Deliveries").Click();
        Assert.Contains("The receiver answered 500.", page.Find(".deliveries").TextContent);
        Button(page, "Send again").Click();
        Assert.Equal(new RedeliveryInput { DeliveryId = "dlv_1" }, delivery.Repeated);
        Button(page, "Send a test").Click();
        Assert.Contains("Test", page.Find(".deliveries tbody").TextContent);
    }

    static AngleSharp.Dom.IElement Field<T>(IRenderedComponent<T> page, string label)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.Find($"#{page.FindAll("label").First(one => one.TextContent.Trim() == label).GetAttribute("for")}");

    static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("button").First(button => button.TextContent.Trim() == text);
}
