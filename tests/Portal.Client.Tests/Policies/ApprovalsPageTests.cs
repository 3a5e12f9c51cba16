using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Policies;

public sealed class ApprovalsPageTests : PageTest
{
    readonly FakeApprovals approvals = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IApprovalsService>(approvals);

    [Fact]
    public void Waiting_IsShownOldestFirst_AndApproved()
    {
        approvals.All = [FakeApprovals.Make("appr_1", PolicyDirection.Input, "May I?")];
        GoTo("/approvals");
        var page = Draw<ApprovalsPage>(Owner);
        Assert.Equal((ApprovalStatus.Pending, true), (approvals.Asked!.Value.Filter.Status!.Value, approvals.Asked.Value.Query.Ascending));
        Assert.Contains("May I?", page.Find(".approval").TextContent);
        Assert.DoesNotContain("Change the text", page.Markup);

        page.Find("#reason-appr_1").Input("known customer");
        Button(page, "Approve").Click();

        Assert.Equal(new ApprovalInput { Decision = ApprovalVerdict.Approve, Reason = "known customer" }, approvals.Decided);
        Assert.Contains("Approved", page.Find(".line").TextContent);
        Assert.Empty(page.FindAll(".approval .actions"));
    }

    [Fact]
    public void Reply_MayBeChanged_AndAnUnchangedOneIsNoEdit()
    {
        approvals.All = [FakeApprovals.Make("appr_1", PolicyDirection.Output, "It is project thunder.")];
        var page = Draw<ApprovalsPage>(Owner);
        Button(page, "Change the text").Click();
        page.Find("#edit-appr_1").Input("It is not announced yet.");
        Button(page, "Approve with changes").Click();
        Assert.Equal("It is not announced yet.", approvals.Decided!.Edited);

        approvals.All = [FakeApprovals.Make("appr_2", PolicyDirection.Output, "Same.")];
        GoTo("/approvals?status=approved");
        GoTo("/approvals");
        page = Draw<ApprovalsPage>(Owner);
        Button(page, "Change the text").Click();
        Button(page, "Approve with changes").Click();
        Assert.Null(approvals.Decided!.Edited);
    }

    [Fact]
    public void Refusal_StandsOnTheCard()
    {
        approvals.All = [FakeApprovals.Make("appr_1", PolicyDirection.Input, "May I?")];
        approvals.Refusal = ApiError.Conflict("It waits no more.", "already_decided");
        var page = Draw<ApprovalsPage>(Owner);
        Button(page, "Reject").Click();
        Assert.Equal("It waits no more.", page.Find(".approval [role=alert]").TextContent);
    }

    [Fact]
    public void Nothing_IsSaid()
    {
        var page = Draw<ApprovalsPage>(Owner);
        Assert.Contains("Nothing waits", page.Markup);
    }

    static AngleSharp.Dom.IElement Button(IRenderedComponent<ApprovalsPage> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}

sealed class FakeApprovals : IApprovalsService
{
    public IReadOnlyList<Approval> All { get; set; } = [];

    public ApiError? Refusal { get; set; }

    public (ApprovalFilter Filter, ListQuery Query)? Asked { get; private set; }

    public ApprovalInput? Decided { get; private set; }

    public static Approval Make(string id, PolicyDirection direction, string content) => new(
        id, ApprovalKind.Message, "proj_1", "thread_1", "msg_1", direction, "pol_1", 1, "phrases", new(content, []), ApprovalStatus.Pending, null, null, 1_795_000_000, 1_795_086_400, null);

    public Task<Result<ListPage<Approval>>> List(ApprovalFilter filter, ListQuery query, CancellationToken cancellation)
    {
        Asked = (filter, query);
        var found = All.Where(one => one.Status == filter.Status).ToList();
        return Task.FromResult<Result<ListPage<Approval>>>(new ListPage<Approval>(found, found.FirstOrDefault()?.Id, found.LastOrDefault()?.Id, false));
    }

    public Task<Result<Approval>> Get(string id, CancellationToken cancellation) =>
        Task.FromResult<Result<Approval>>(All.FirstOrDefault(one => one.Id == id) is { } found ? found : ApiError.NotFound("approval", id));

    public Task<Result<Approval>> Decide(string id, ApprovalInput input, CancellationToken cancellation)
    {
        if (Refusal is not null) return Task.FromResult<Result<Approval>>(Refusal);
        Decided = input;
        return Task.FromResult<Result<Approval>>(All.Single(one => one.Id == id) with { Status = input.Decision is ApprovalVerdict.Approve ? ApprovalStatus.Approved : ApprovalStatus.Rejected });
    }
}
