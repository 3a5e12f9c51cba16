using Portal.Client.Api;
using Portal.Client.Sharing;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class SharingContract(PortalHost host, Side side) : Contract<ISharingService>(host, side)
{
    [Fact]
    public async Task Link_ShowsTheThread_UntilItIsRevoked()
    {
        var thread = await NewThread();
        var made = Ok(await Service.Create(thread, new ThreadShareInput(), Cancellation));
        var token = made.Url![(made.Url!.LastIndexOf('/') + 1)..];
        Assert.EndsWith($"/shared/{token}", made.Url);

        var shown = Ok(await Service.Read(token, new(1, Ascending: true), Cancellation));
        Assert.Equal(("Lamp", "Helper"), (shown.Thread.Title, shown.Thread.AssistantName));
        Assert.Equal(("Where is it?", true), (Assert.Single(shown.Messages.Data).Content.PlainText, shown.Messages.HasMore));
        var next = Ok(await Service.Read(token, new(1, Ascending: true, After: shown.Messages.LastId), Cancellation));
        Assert.Equal("On its way", Assert.Single(next.Messages.Data).Content.PlainText);

        var listed = Assert.Single(Ok(await Service.List(thread, ListQuery.Default, Cancellation)).Data);
        Assert.Equal((made.Id, null), (listed.Id, listed.Url));
        Assert.NotNull(listed.LastOpenedAt);
        Assert.Equal(made.Id, Ok(await Service.Revoke(thread, made.Id, Cancellation)).Id);
        Refused(await Service.Read(token, ListQuery.Default, Cancellation), 404, "not_found");
        Refused(await Service.Revoke(thread, made.Id, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Create_InThePast_IsRefused() =>
        Refused(await Service.Create(await NewThread(), new ThreadShareInput { ExpiresAt = 1 }, Cancellation), 400, "invalid_value", "expires_at");

    async Task<string> NewThread()
    {
        var project = await Host.AddProject();
        var assistant = await Host.Admin.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, project));
        return Ok(await Another<IThreadsService>().Create(new ThreadCreate
        {
            AssistantId = assistant.Id,
            Title = "Lamp",
            Messages = [new() { Role = MessageRole.User, Content = "Where is it?" }, new() { Role = MessageRole.Assistant, Content = "On its way" }],
        }, Cancellation)).Id;
    }
}

public sealed class SharingOnServer(PortalHost host) : SharingContract(host, Side.Server);

public sealed class SharingInBrowser(PortalHost host) : SharingContract(host, Side.Browser);
