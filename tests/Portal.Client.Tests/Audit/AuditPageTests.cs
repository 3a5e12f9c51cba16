using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Audit;

public sealed class AuditPageTests : PageTest, IAuditService, ISavedFilters
{
    static readonly AuditEvent Event = new(
        "evt_1", 41, 1_795_000_000, new AuditActor(ActorType.User, "user_1", "Ada", "127.0.0.1"), "assistant.updated", new AuditTarget("assistant", "asst_1"),
        "proj_1", AuditOutcome.Success, 200, "req_1", 12, [new AuditChange("name", Json("\"Refunds\""), Json("\"Returns\"")), new AuditChange("persona", Json("{\"tone\":\"calm\",\"expertise\":\"law\"}"), Json("{\"tone\":\"brisk\",\"expertise\":\"law\"}"))],
        new Upstream("Local", "fast-v1", 2, "up_9", 80), null, null, new string('0', 64), new string('a', 64));

    readonly List<(AuditFilter Filter, ListQuery Query)> asked = [];
    ApiError? failure;

    int made = 1;
    readonly List<SavedFilter> saved = [new("filter_1", "Refusals", new AuditFilter(Outcome: AuditOutcome.Denied), 7, false, "user_1", "Ada", 1)];

    protected override void Register(IServiceCollection services) => services.AddSingleton<IAuditService>(this).AddSingleton<ISavedFilters>(this);

    Task<Result<ListPage<SavedFilter>>> ISavedFilters.List(ListQuery query, CancellationToken cancellation) =>
        Task.FromResult<Result<ListPage<SavedFilter>>>(Page(saved.ToArray()));

    Task<Result<SavedFilter>> ISavedFilters.Create(SavedFilterInput input, CancellationToken cancellation)
    {
        if (saved.Exists(filter => filter.Name == input.Name))
            return Task.FromResult<Result<SavedFilter>>(ApiError.Conflict("You have a filter of this name.", "name_taken") with { Param = "name" });
        saved.Insert(0, new($"filter_{++made}", input.Name, input.Filter, input.Days, input.Shared, "user_1", "Ada", 2));
        return Task.FromResult<Result<SavedFilter>>(saved[0]);
    }

    Task<Result<Deleted>> ISavedFilters.Delete(string id, CancellationToken cancellation)
    {
        saved.RemoveAll(filter => filter.Id == id);
        return Task.FromResult<Result<Deleted>>(new Deleted(id, "audit_filter.deleted"));
    }

    Task<Result<ListPage<AuditEvent>>> IAuditService.List(AuditFilter filter, ListQuery query, CancellationToken cancellation)
    {
        asked.Add((filter, query));
        return Task.FromResult<Result<ListPage<AuditEvent>>>(
            failure is { } error ? error : new ListPage<AuditEvent>([Event], "evt_1", "evt_1", HasMore: true));
    }

    Task<Result<ListPage<AuditSuggestion>>> IAuditService.Suggest(AuditSuggestionField field, string? text, string? projectId, CancellationToken cancellation)
    {
        AuditSuggestion[] found = field is AuditSuggestionField.Actor
            ? [new("user_1", "Ada", ActorType.User), new("key_1", "Help centre", ActorType.Key)]
            : [new("assistant.updated", "assistant.updated", null), new("project.created", "project.created", null)];
        return Task.FromResult<Result<ListPage<AuditSuggestion>>>(Page(
            found.Where(one => text is null || one.Value == text || one.Label.Contains(text, StringComparison.OrdinalIgnoreCase)).ToArray()));
    }

    [Fact]
    public void Address_SetsTheFilters()
    {
        GoTo("/audit?project=proj_1&action=assistant.updated&outcome=denied&actor_id=user_1&from=2026-11-01&to=2026-11-02&query=asst");

        var page = Draw<AuditPage>(Owner);

        var filter = Assert.Single(asked).Filter;
        Assert.Equal(("proj_1", "assistant.updated", AuditOutcome.Denied, "user_1", "asst"),
            (filter.ProjectId, filter.Action, filter.Outcome, filter.ActorId, filter.Query));
        Assert.Equal(2 * 86_400, filter.To - filter.From);
        Assert.Equal("assistant.updated", page.Find("#audit-action").GetAttribute("value"));
        Assert.Equal("Ada", page.Find("#audit-actor").GetAttribute("value"));
        Assert.Equal("2026-11-02", page.Find("#audit-to").GetAttribute("value"));
    }

    [Fact]
    public void Filters_GoIntoTheAddress()
    {
        GoTo("/audit?project=proj_1&after=evt_9");
        var page = Draw<AuditPage>(Owner);
        page.Find("#audit-words").Change("asst_1");
        page.Find("#audit-outcome").Change("failure");
        page.Find("#audit-time").Change("between");
        page.Find("#audit-from").Change("2026-11-05");

        page.Find("form[role=search]").Submit();

        Assert.Equal("/audit?project=proj_1&outcome=failure&from=2026-11-05&query=asst_1", Address);
    }

    [Fact]
    public void Actor_IsChosenFromThoseWhoDidSomething_ByKeys()
    {
        GoTo("/audit?days=30");
        var page = Draw<AuditPage>(Owner);
        var field = page.Find("#audit-actor");
        field.Focus();
        Assert.Equal(["Ada", "Help centre"], page.FindAll("#audit-actor-list li > span:first-child").Select(one => one.TextContent));
        page.Find("#audit-actor").Input("help");
        Assert.Contains("Help centre", Assert.Single(page.FindAll("#audit-actor-list li")).TextContent, StringComparison.Ordinal);
        page.Find("#audit-actor").KeyDown("ArrowDown");
        Assert.Equal("audit-actor-0", page.Find("#audit-actor").GetAttribute("aria-activedescendant"));
        page.Find("#audit-actor").KeyDown("Enter");
        Assert.Empty(page.FindAll("#audit-actor-list"));
        Assert.Equal("Help centre", page.Find("#audit-actor").GetAttribute("value"));

        page.Find("form[role=search]").Submit();

        Assert.Equal("/audit?actor_id=key_1&days=30", Address);
    }

    [Fact]
    public void Actor_TypedButNotChosen_GoesBackToWhatWas()
    {
        GoTo("/audit?actor_id=user_1");
        var page = Draw<AuditPage>(Owner);
        page.Find("#audit-actor").Input("nobody");
        page.Find("#audit-actor").FocusOut();
        Assert.Equal("Ada", page.Find("#audit-actor").GetAttribute("value"));
    }

    [Fact]
    public void Days_MoveWithTheClock_AndASearchSaysHowFarItLooked()
    {
        GoTo("/audit?days=7&query=refund");
        var page = Draw<AuditPage>(Owner);
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds() - (7 * 86_400), Assert.Single(asked).Filter.From);
        Assert.Contains("Searched from 16 November 2026 to now.", page.Markup, StringComparison.Ordinal);
        GoTo("/audit?query=refund");
        Assert.Contains("Searched from 24 October 2026 to now.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("audit?days=90&query=refund", page.FindAll("p.caption a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Export_TakesTheFiltersAlong()
    {
        GoTo("/audit?action=assistant.updated&outcome=denied&after=evt_9");
        Assert.Equal(
            ["v2/organization/audit_logs?action=assistant.updated&outcome=denied&format=csv", "v2/organization/audit_logs?action=assistant.updated&outcome=denied&format=jsonl"],
            Draw<AuditPage>(Owner).FindAll("#export a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void SavedFilters_AreOpenedKeptRefusedAndDeleted()
    {
        GoTo("/audit?action=assistant.updated&days=30");
        var page = Draw<AuditPage>(Owner);
        Assert.Equal("audit?outcome=denied&days=7", page.Find("#audit-saved a").GetAttribute("href"));

        page.Find("#field-name").Input("Refusals");
        page.Find(".saved-form").Submit();
        Assert.Equal("You have a filter of this name.", page.Find("#field-name-error").TextContent);
        page.Find("#field-name").Input("");
        page.Find(".saved-form").Submit();
        Assert.Equal("This may not be empty.", page.Find("#field-name-error").TextContent);
        page.Find("#field-name").Input("Edits");
        page.Find(".saved-form").Submit();
        Assert.Equal(["audit?action=assistant.updated&days=30", "audit?outcome=denied&days=7"], page.FindAll("#audit-saved a").Select(link => link.GetAttribute("href")));

        page.Find("button[aria-label='Delete Refusals']").Click();
        Assert.Equal("Edits", Assert.Single(saved).Name);
        Assert.Single(page.FindAll("#audit-saved a"));
        page.FindAll("#audit-saved button").Single(button => button.TextContent.Trim() == "Undo").Click();
        Assert.Equal((2, AuditOutcome.Denied, 7), (saved.Count, saved[0].Filter.Outcome, saved[0].Days));
        Assert.Equal(2, page.FindAll("#audit-saved a").Count);
    }

    [Theory]
    [InlineData("project", "proj_1", "projects/x")]
    [InlineData("assistant", "proj_1", "assistants/x")]
    [InlineData("thread", "proj_1", "threads/x")]
    [InlineData("run", "proj_1", "runs/x")]
    [InlineData("key", "proj_1", "projects/proj_1?tab=keys")]
    [InlineData("key", null, "keys")]
    [InlineData("provider", null, "providers?provider=x")]
    [InlineData("model", null, "providers?model=x")]
    [InlineData("user", null, "people?user=x")]
    [InlineData("alert", "proj_1", "alerts?alert=x")]
    [InlineData("webhook", null, "alerts/delivery")]
    [InlineData("request", null, null)]
    public void Targets_HaveTheirPages(string type, string? project, string? page) => Assert.Equal(page, AuditLinks.Of(new AuditTarget(type, "x"), project));

    [Fact]
    public void Older_KeepsTheFilters()
    {
        GoTo("/audit?action=assistant.updated");

        var next = Draw<AuditPage>(Owner).Find("a[rel=next]").GetAttribute("href")!;

        Assert.Contains("action=assistant.updated", next, StringComparison.Ordinal);
        Assert.Contains("after=evt_1", next, StringComparison.Ordinal);
    }

    [Fact]
    public void ChosenRow_ShowsChangesUpstreamAndHash()
    {
        GoTo("/audit?event=evt_1");

        var panel = Draw<AuditPage>(Owner).Find("aside");

        Assert.Contains("Refunds", panel.QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Returns", panel.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["name", "persona.tone"], panel.QuerySelectorAll(".change > .mono").Select(path => path.TextContent));
        Assert.Equal("assistants/asst_1", panel.QuerySelectorAll("a").Single(link => link.TextContent == "Open the assistant").GetAttribute("href"));
        Assert.Contains("fast-v1", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ChosenRow_LeadsToItsHistory()
    {
        GoTo("/audit?event=evt_1&outcome=success");
        var page = Draw<AuditPage>(Owner);

        page.FindAll("aside button").Single(button => button.TextContent.Trim() == "Its history").Click();

        Assert.Equal("/audit?outcome=success&target_id=asst_1", Address);
    }

    [Fact]
    public void Failure_KeepsTheFilters_AndARetryLoads()
    {
        failure = Refused;
        var page = Draw<AuditPage>(Owner);
        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        failure = null;
        page.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        Assert.Contains("assistant.updated", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
