using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class ApprovalsContract(PortalHost host, Side side) : Contract<IApprovalsService>(host, side)
{
    [Fact]
    public async Task Waiting_IsListed_Read_AndDecidedOnce()
    {
        var (project, thread) = await Wait();
        var listed = Assert.Single(Ok(await Service.List(new(ApprovalStatus.Pending, ProjectId: project), ListQuery.Default, Cancellation)).Data);
        Assert.Equal((thread, "May I see project thunder?", PolicyDirection.Input), (listed.ThreadId, listed.Payload.Content, listed.Direction));
        Assert.Equal(listed.Id, Ok(await Service.Get(listed.Id, Cancellation)).Id);
        Refused(await Service.Decide(listed.Id, new() { Decision = ApprovalVerdict.Approve, Edited = "x" }, Cancellation), 400, "invalid_value", "edited");

        var decided = Ok(await Service.Decide(listed.Id, new() { Decision = ApprovalVerdict.Reject, Reason = "not yet" }, Cancellation));
        Assert.Equal((ApprovalStatus.Rejected, "not yet"), (decided.Status, decided.Reason));
        Assert.NotNull(decided.DecidedBy);
        Refused(await Service.Decide(listed.Id, new() { Decision = ApprovalVerdict.Approve }, Cancellation), 409, "already_decided");
        Assert.Empty(Ok(await Service.List(new(ApprovalStatus.Pending, thread), ListQuery.Default, Cancellation)).Data);
        Assert.Single(Ok(await Service.List(new(ApprovalStatus.Rejected, thread), ListQuery.Default, Cancellation)).Data);
    }

    [Fact]
    public async Task Unknown_IsNotFound()
    {
        Refused(await Service.Get("appr_unknown", Cancellation), 404, "not_found");
        Refused(await Service.Decide("appr_unknown", new() { Decision = ApprovalVerdict.Approve }, Cancellation), 404, "not_found");
    }

    async Task<(string Project, string Thread)> Wait()
    {
        var project = await Host.AddProject();
        using var client = Host.Client(await Host.AddKey(project));
        var assistant = (await client.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""")).Id;
        var policy = await Host.Admin.Post("/v2/policies",
            """{"kind":"safety","name":"Ask first","rules":[{"type":"phrases","phrases":["project thunder"],"applies_to":["input"],"action":"ask"}]}""");
        await Host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{assistant}}"}""");
        var thread = (await client.Post("/v2/threads", $$"""{"assistant_id":"{{assistant}}"}""")).Id;
        var posted = await client.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"May I see project thunder?"}""", ("Prefer", "wait=30"));
        Assert.Equal("requires_action", posted["reply"].GetProperty("status").GetString());
        return (project, thread);
    }
}

public sealed class ApprovalsOnServer(PortalHost host) : ApprovalsContract(host, Side.Server);

public sealed class ApprovalsInBrowser(PortalHost host) : ApprovalsContract(host, Side.Browser);
