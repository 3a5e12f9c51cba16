using Bunit;
using Portal.Client.Access;
using Portal.Client.Alerts;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.Tests.Shared;

public sealed class DisplayMoneyTests : BunitContext
{
    [Theory]
    [InlineData("EUR", "0.92", "1234.5", "EUR 1,135.74")]
    [InlineData("EUR", "0.92", "0.0123", "EUR 0.011")]
    [InlineData("EUR", "0.92", "-3", "-EUR 2.76")]
    [InlineData("JPY", "155.2", "10", "JPY 1,552")]
    [InlineData("JPY", "155.2", "0.0002", "JPY 0.031")]
    [InlineData("EUR", "0.92", "0", "EUR 0")]
    [InlineData("EUR", "0.92", "0.000000001", "< EUR 0.000001")]
    public void Of_IsInTheCurrency(string code, string rate, string dollars, string shown) =>
        Assert.Equal(shown, DisplayMoney.Of(decimal.Parse(dollars), new() { Code = code, Rate = decimal.Parse(rate) }));

    [Fact]
    public void MoneyText_ShowsTheCurrency_AndDollarsOnHover()
    {
        var session = new Session("user_1", "Ada", "ada@example.org", Role.Agent, false, []) { DisplayCurrency = new() { Code = "CHF", Rate = 0.8m } };
        var money = Render<MoneyText>(text => text.Add(of => of.Dollars, 2.5m).AddCascadingValue(session)).Find("span");
        Assert.Equal(("CHF 2.00", "$2.5 (US dollars)"), (money.TextContent, money.GetAttribute("title")));
    }

    [Fact]
    public void Codes_AreThreeLetters_AndEachOnce()
    {
        Assert.All(Currencies.Codes, code => Assert.Matches("^[A-Z]{3}$", code));
        Assert.Equal(Currencies.Codes.Count, Currencies.Codes.Distinct().Count());
    }
}
