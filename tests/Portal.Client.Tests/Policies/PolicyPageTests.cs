using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Client.Projects;
using Portal.Client.Tests.Assistants;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Policies;

public sealed class PolicyPageTests : PageTest
{
    readonly FakePolicies policies = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IPoliciesService>(policies)
        .AddSingleton<ISafetyEventsService>(policies)
        .AddSingleton<IProjectsService>(new FakeProjects())
        .AddSingleton<IAssistantsService>(new FakeAssistants());

    [Fact]
    public void New_WithARule_IsCreated_AndItsPageOpens()
    {
        GoTo("/policies/new?kind=safety");
        var page = Draw<PolicyPage>(Owner);

        page.Find("#field-name").Input("House rules");
        Add(page, "pii");
        page.Find("[id='rules[0]-email']").Change(true);
        page.Find("[id='rules[0]-customer_id']").Change(true);
        page.Find("[id='field-rules[0]-action']").Change("redact");
        page.Find("form[aria-label=Policy]").Submit();

        var rule = Assert.Single(Assert.Single(policies.Saved).Rules!);
        Assert.Equal(("pii", PolicyAction.Redact), (rule.Type, rule.Action));
        Assert.Equal(["email", "customer_id"], rule.Entities);
        Assert.Equal([PolicyDirection.Input, PolicyDirection.Output], rule.AppliesTo);
        Assert.Equal("/policies/pol_new", Address);
    }

    /// <summary>A second reading would put the saved rules over one that was added meanwhile.</summary>
    [Fact]
    public void PageThatIsDrawnAnewWhileItsPolicyIsRead_ReadsItOnce()
    {
        var reading = new TaskCompletionSource();
        policies.Reading = reading.Task;
        var page = Open();
        page.Render(parameters => parameters.Add(it => it.Id, "pol_1"));

        reading.SetResult();

        page.WaitForAssertion(() => Assert.Equal("Floor", page.Find("#field-name").GetAttribute("value")));
        Assert.Equal(1, policies.Reads);
    }

    [Fact]
    public void Refusal_StandsBesideItsField()
    {
        GoTo("/policies/new?kind=safety");
        policies.Refusal = ApiError.Invalid("'rules[0].pattern': The pattern uses a construct that needs backtracking.", "rules[0].pattern", "invalid_pattern");
        var page = Draw<PolicyPage>(Owner);
        page.Find("#field-name").Input("House rules");
        Add(page, "regex");

        page.Find("form[aria-label=Policy]").Submit();

        Assert.Contains("needs backtracking", page.Find("[id='field-rules[0]-pattern-error']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsTriedOnRulesThatAreNotSaved()
    {
        var page = Open();

        page.Find("form[aria-label='Try the rules on a text'] textarea").Input("This is secret.");
        page.Find("form[aria-label='Try the rules on a text']").Submit();

        Assert.Equal("secret", page.Find(".bench-text mark").TextContent);
        Assert.Equal("This is [removed].", page.FindAll(".bench-text")[1].TextContent);
        Assert.Contains("1 finding", page.Find("[role=status] .secondary").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void DryRun_SetsTheSavedRulesBesideTheChangedOnes()
    {
        var page = Open();

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Run over recent messages").Click();

        var replay = page.Find("section[aria-labelledby=replay]");
        Assert.Equal(["2", "0", "0", "3", "0", "1"], replay.QuerySelectorAll("td.figure").Select(cell => cell.TextContent));
        Assert.Contains("flag (phrases) → block (phrases, pii)", replay.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsTriedOnRulesWhosePolicyHasNoNameYet()
    {
        GoTo("/policies/new?kind=safety");
        var page = Draw<PolicyPage>(Owner);

        page.Find("form[aria-label='Try the rules on a text'] textarea").Input("This is secret.");
        page.Find("form[aria-label='Try the rules on a text']").Submit();

        Assert.Equal("Draft", policies.Tried[^1].Policy!.Name);
    }

    [Fact]
    public void DryRun_SaysThatModerationIsLeftOut()
    {
        policies.LeftOut = ["moderation"];
        var page = Open();

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Run over recent messages").Click();

        Assert.Contains("Moderation is left out (moderation)", page.Find("section[aria-labelledby=replay]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Moderation_IsSavedWithItsCategories_AndCannotRedact()
    {
        GoTo("/policies/new?kind=safety");
        var page = Draw<PolicyPage>(Owner);
        page.Find("#field-name").Input("House rules");
        Add(page, "moderation");

        Assert.Equal(["flag", "ask", "block"], page.FindAll("[id='field-rules[0]-action'] option").Select(option => option.GetAttribute("value")));
        Assert.DoesNotContain("What tools are called with", page.Find("fieldset.rule").TextContent, StringComparison.Ordinal);
        page.Find("[id='field-rules[0]-categories']").Input("hate\nself-harm/intent");
        page.Find("[id='field-rules[0]-threshold']").Change("0.3");
        page.Find("[id='field-rules[0]-action']").Change("ask");
        page.Find("[id='field-rules[0]-message']").Input("Somebody looks at it first.");
        page.Find("form[aria-label=Policy]").Submit();

        var rule = Assert.Single(Assert.Single(policies.Saved).Rules!);
        Assert.Equal(("moderation", PolicyAction.Ask, 0.3, "Somebody looks at it first."), (rule.Type, rule.Action, rule.Threshold, rule.Message));
        Assert.Equal(["hate", "self-harm/intent"], rule.Categories);
    }

    [Fact]
    public void HoldBack_IsSaidBeforeItIsSaved()
    {
        policies.Held = null;
        var page = Open();

        Add(page, "language");
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        page.WaitForAssertion(() => Assert.Contains("held back whole", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Unsaved changes", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void HoldBack_OfEarlierRules_DoesNotTakeThePlaceOfTheNewest()
    {
        var (earlier, newest) = (new TaskCompletionSource<Result<PolicyTestResult>>(), new TaskCompletionSource<Result<PolicyTestResult>>());
        var page = Open();
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        policies.Late.Enqueue(earlier);
        policies.Late.Enqueue(newest);
        Add(page, "pii");
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        page.WaitForAssertion(() => Assert.Single(policies.Late));
        Add(page, "language");
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        page.WaitForAssertion(() => Assert.Empty(policies.Late));

        newest.SetResult(new PolicyTestResult(PolicyAction.Allow, "", [], null, 0.1));
        page.WaitForAssertion(() => Assert.Contains("held back whole", page.Markup, StringComparison.Ordinal));
        earlier.SetResult(new PolicyTestResult(PolicyAction.Allow, "", [], 0, 0.1));
        page.WaitForState(() => earlier.Task.IsCompleted);
        page.Render();
        Assert.Contains("held back whole", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Attached_AndDetached_IsShown_AndAConflictSaid()
    {
        var page = Open();

        Attach(page, "organization");
        Assert.Equal("The organization", page.Find("section[aria-labelledby=attachments] li span").TextContent);

        page.Find("[aria-label='Detach from The organization']").Click();
        Assert.Empty(policies.Attached);
        policies.Refusal = ApiError.Conflict("No language is allowed by all of them.", "policy_conflict");
        Attach(page, "organization");
        Assert.Contains("No language is allowed", page.Find("section[aria-labelledby=attachments] .notice-bad").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AgentsOpenIt_AndAreToldWhoWritesPolicies()
    {
        var page = Draw<PolicyPage>(Viewer, it => it.Add(one => one.Id, "pol_1"));

        Assert.Contains("the administrators' work", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void List_SaysWhereEachHolds()
    {
        policies.Stored.AddRange([FakePolicies.Make("pol_1", "Floor"), FakePolicies.Make("pol_2", "Elsewhere")]);

        var page = Draw<PoliciesPage>(Owner);

        Assert.Equal(["1 assistant", "Nowhere"], page.FindAll("tbody .chip").Select(chip => chip.TextContent.Trim()));
    }

    [Fact]
    public void Coverage_NamesThoseUnderNoRule()
    {
        var page = Draw<CoveragePage>(Owner);

        Assert.Contains("1 assistant runs under no rule", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal("No rule", page.FindAll("tbody tr")[1].QuerySelector(".chip")!.TextContent.Trim());
    }

    [Fact]
    public void Events_AreReviewed_AndTheRulesPrecisionFollows()
    {
        policies.Stored.Add(FakePolicies.Make("pol_1", "Floor"));
        policies.Events.AddRange([FakePolicies.Event("safety_1"), FakePolicies.Event("safety_2")]);
        GoTo("/policies/events?policy=pol_1&action=redact&direction=output&reviewed=false");
        var page = Draw<SafetyEventsPage>(Owner);

        Press(page, "Right");
        Press(page, "False alarm");

        var filter = policies.Asked[0];
        Assert.Equal(("pol_1", PolicyAction.Redact, PolicyDirection.Output, false), (filter.PolicyId, filter.Action, filter.Direction, filter.Reviewed));
        Assert.Equal(["Right", "False alarm"], page.FindAll("tbody tr").Select(row => row.QuerySelectorAll(".chip")[1].TextContent.Trim()));
        Assert.Contains("right in 50", page.Find("tbody .caption").TextContent, StringComparison.Ordinal);
        Assert.Contains("Personal data: Email (2 times)", page.Find("tbody .cell-main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Effective_SaysWhereEachLineComesFrom()
    {
        var floor = new PolicySource(PolicyTarget.Organization, "pol_1", "Floor", 2);
        policies.Effective = new("asst_1", true, ["example.org"], PrivacyMode.Off, null, [new("strict", ["true"], floor), new("allowed_domains", ["example.org"], new(PolicyTarget.Assistant, null, null, null))],
            [new(new() { Id = "pii", Type = "pii", AppliesTo = [PolicyDirection.Output], Action = PolicyAction.Redact, Entities = ["email"] }, floor)], 250, []);

        var view = Draw<EffectivePolicyView>(Owner, it => it.Add(one => one.AssistantId, "asst_1"));

        Assert.Equal(["Floor · organization", "This assistant's own settings", "Floor · organization"], view.FindAll("tbody tr td:last-child").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("250 characters behind", view.Markup, StringComparison.Ordinal);
    }

    IRenderedComponent<PolicyPage> Open()
    {
        policies.Stored.Add(FakePolicies.Make("pol_1", "Floor", new PolicyRule { Id = "phrases", Type = "phrases", AppliesTo = [PolicyDirection.Input], Action = PolicyAction.Redact, Phrases = ["secret"] }));
        return Draw<PolicyPage>(Owner, page => page.Add(it => it.Id, "pol_1"));
    }

    static void Add(IRenderedComponent<PolicyPage> page, string type) =>
        page.FindAll(".field").Single(field => field.QuerySelector("label")?.TextContent == "Add a rule").QuerySelector("select")!.Change(type);

    static void Attach(IRenderedComponent<PolicyPage> page, string target)
    {
        page.Find("form[aria-label='Attach the policy'] select").Change(target);
        page.Find("form[aria-label='Attach the policy']").Submit();
    }

    static void Press(IRenderedComponent<SafetyEventsPage> page, string button) => page.FindAll("button").First(one => one.TextContent.Trim() == button).Click();
}
