using Bunit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;

namespace Portal.Client.Tests.Limits;

public sealed class LimitsFormsTests : LimitsTest
{
    [Fact]
    public void NewBudget_IsMade_AndStaysInThePanel()
    {
        GoTo("/limits?project=proj_1&open=budget");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, "amount", "25.5");
        Fill(page, "mode", "cheaper_tier");
        Fill(page, "period", "day");
        page.Find("#field-alert_at").Input("90, 100");

        page.Find("form[aria-label=Budget]").Submit();

        var made = Assert.Single(fake.SetBudgets).Input;
        Assert.Equal((25.5m, BudgetMode.Hard, BudgetExhausted.CheaperTier, BudgetPeriod.Day), (made.Amount, made.Mode, made.OnExhausted, made.Period));
        Assert.Equal([90, 100], made.AlertAt);
        Assert.Equal("/limits?project=proj_1&open=budget:bud_2", Address.Replace("%3A", ":", StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("Saved.", page.Find(".side-panel [role=status]").TextContent));
    }

    [Fact]
    public void Budget_OfOneKey_NamesIt()
    {
        GoTo("/limits?project=proj_1&open=budget");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, "amount", "5");
        Fill(page, "scope.type", "key");
        page.Find("form[aria-label=Budget]").Submit();
        Assert.Equal("Choose the key.", page.Find("#field-scope-id-error").TextContent);
        Assert.Empty(fake.SetBudgets);

        Fill(page, "scope.id", "key_1");
        page.Find("form[aria-label=Budget]").Submit();

        Assert.Equal(new BudgetScope(ScopeType.Key, "key_1"), Assert.Single(fake.SetBudgets).Input.Scope);
    }

    [Theory]
    [InlineData("amount", "0", "Enter an amount of more than $0.")]
    [InlineData("amount", "", "Enter an amount of more than $0.")]
    [InlineData("alert_at", "half", "Enter whole percentages from 1 to 1,000.")]
    [InlineData("alert_at", "0", "Enter whole percentages from 1 to 1,000.")]
    [InlineData("alert_at", "1,2,3,4,5,6,7,8,9,10,11", "The most is 10.")]
    public void Budget_WithNonsense_IsNotSent(string field, string value, string message)
    {
        GoTo("/limits?project=proj_1&open=budget");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, "amount", "5");
        if (field == "amount") Fill(page, field, value);
        else page.Find($"#field-{field}").Input(value);

        page.Find("form[aria-label=Budget]").Submit();

        Assert.Equal(message, page.Find($"#field-{field}-error").TextContent);
        Assert.Empty(fake.SetBudgets);
    }

    [Fact]
    public void ServersRefusal_StandsAtItsField()
    {
        fake.Budgets.Add(FakeLimits.Month);
        GoTo("/limits?project=proj_1&open=budget:bud_1");
        var page = Draw<LimitsPage>(Owner);
        Assert.Equal("50", page.Find("#field-amount").GetAttribute("value"));
        fake.Failure = ApiError.Invalid("'amount' must have at most nine decimals.", "amount", "invalid_value");
        Fill(page, "amount", "30");
        Assert.Contains("More than this is spent already", page.Find(".side-panel").TextContent, StringComparison.Ordinal);

        page.Find("form[aria-label=Budget]").Submit();

        Assert.Equal("'amount' must have at most nine decimals.", page.Find("#field-amount-error").TextContent);
    }

    [Fact]
    public void Leaving_AsksBeforeChangesAreLost()
    {
        GoTo("/limits?project=proj_1&open=budget");
        var dialogs = DrawDialogs();
        var page = Draw<LimitsPage>(Owner);
        page.Find("#field-alert_at").Input("90");

        Press(page, "Close");

        Assert.Contains("Leaving loses them", dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("/limits?project=proj_1&open=budget", Address);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Leave").Click();
        Assert.Equal("/limits?project=proj_1", Address);
    }

    [Fact]
    public void Limits_AreSetAsAWhole_AndAnEmptyFieldIsNone()
    {
        fake.Limits = FakeLimits.Make(ScopeType.Project, "proj_1", ("tokens_per_day", new(9_000, 9_000, 0, 9_000, FakeLimits.Now, null)));
        GoTo("/limits?project=proj_1&open=limits");
        var page = Draw<LimitsPage>(Owner);
        Assert.Equal("9000", page.Find("#field-tokens_per_day").GetAttribute("value"));
        Fill(page, "tokens_per_day", "");
        Fill(page, "requests_per_minute", "60");
        Fill(page, "max_run_cost", "0.25");
        Fill(page, "queue_seconds", "10");

        page.Find("form[aria-label=Limits]").Submit();

        var (project, scope, input) = Assert.Single(fake.Set);
        Assert.Equal(("proj_1", null), (project, scope));
        Assert.Equal(new LimitsInput { RequestsPerMinute = 60, MaxRunCost = 0.25m, QueueSeconds = 10, Weight = 1 }, input);
    }

    [Theory]
    [InlineData("tokens_per_minute", "1.5", "Enter a whole number.")]
    [InlineData("tokens_per_minute", "0", "Enter a number from 1 to 1,000,000,000,000.")]
    [InlineData("concurrent_threads", "-1", "Enter a number from 1 to 1,000,000.")]
    [InlineData("queue_seconds", "301", "Enter a number from 0 to 300.")]
    [InlineData("max_run_cost", "0", "Enter an amount of more than $0, or nothing for no limit.")]
    [InlineData("requests_per_minute", "99999999999999999999", "Enter a whole number.")]
    public void Limits_WithNonsense_AreNotSent(string field, string value, string message)
    {
        GoTo("/limits?project=proj_1&open=limits");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, field, value);

        page.Find("form[aria-label=Limits]").Submit();

        Assert.Equal(message, page.Find($"#field-{field}-error").TextContent);
        Assert.Empty(fake.Set);
    }

    [Fact]
    public void Limits_OfOneKey_AreAdded_AndStandInTheTable()
    {
        GoTo("/limits?project=proj_1&open=add");
        var page = Draw<LimitsPage>(Owner);
        Assert.Empty(page.FindAll("#field-weight, #field-queue_seconds"));
        Fill(page, "scope.type", "key");
        Fill(page, "scope.id", "key_1");
        Fill(page, "tokens_per_minute", "1000");

        page.Find("form[aria-label=Limits]").Submit();

        Assert.Equal(new BudgetScope(ScopeType.Key, "key_1"), Assert.Single(fake.Set).Scope);
        page.WaitForAssertion(() => Assert.Equal("Key Importer", page.Find("td .row-link").TextContent));
        Assert.Equal("/limits?project=proj_1&open=limits:key:key_1", Address.Replace("%3A", ":", StringComparison.Ordinal));
        Assert.Equal("Limits of Key Importer", page.Find(".side-panel h2").TextContent);
    }

    [Fact]
    public void DryRun_SaysWhatWouldHaveBeenRefused_AndWhom()
    {
        fake.Replay = new(FakeLimits.Now - 1, FakeLimits.Now, 1_204, 41, 1.2m,
        [
            new(LimitKind.TokensPerMinute, ActorType.Key, "key_1", "Importer", 30, FakeLimits.Now - 600),
            new(LimitKind.TokensPerDay, ActorType.Key, "key_1", "Importer", 6, FakeLimits.Now - 600),
            new(LimitKind.TokensPerMinute, ActorType.Key, "key_2", "Help centre", 4, FakeLimits.Now - 600),
            new(LimitKind.TokensPerMinute, ActorType.User, "user_9", "Grace", 1, FakeLimits.Now - 600),
        ]);
        GoTo("/limits?project=proj_1&open=limits");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, "tokens_per_minute", "500");
        Press(page, "14");

        Press(page, "Try on the last 14 days");

        Assert.Equal((14, 500L), (fake.Tried[0].Input.Days, fake.Tried[0].Input.Limits.TokensPerMinute));
        Assert.Equal("Would have refused 41 of 1,204 calls (2 keys, 1 person), which had cost $1.20.", page.Find(".plain-fieldset .notice").TextContent.Trim());
        Assert.StartsWith("30 × Key Importer, by tokens a minute", page.Find(".plain-fieldset li").TextContent);
        Assert.Empty(fake.Set);
    }

    [Theory]
    [InlineData("limits", "tokens_per_minute")]
    [InlineData("budget", "amount")]
    [InlineData("budget:bud_1", "amount")]
    public void DryRun_OfTheOrganization_IsOffered(string open, string field)
    {
        fake.Budgets.Add(FakeLimits.Month with { ProjectId = null, Scope = new(ScopeType.Organization), ScopeName = null });
        GoTo($"/limits?open={open}");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, field, "500");

        Press(page, "Try on the last 7 days");

        var (project, scope, input) = Assert.Single(fake.Tried);
        Assert.Equal((null, null, 500m), (project, scope, input.Budget?.Amount ?? input.Limits.TokensPerMinute));
    }

    [Fact]
    public void DryRun_OfABudget_TriesItsAmountForItsScope()
    {
        GoTo("/limits?project=proj_1&open=budget");
        var page = Draw<LimitsPage>(Owner);
        Fill(page, "amount", "3");
        Fill(page, "scope.type", "assistant");
        Fill(page, "scope.id", "asst_1");

        Press(page, "Try on the last 7 days");

        Assert.Equal(("proj_1", new BudgetScope(ScopeType.Assistant, "asst_1"), 3m), (fake.Tried[0].Project, fake.Tried[0].Scope, fake.Tried[0].Input.Budget!.Amount));
        Assert.Contains("Would have refused none of 0 calls.", page.Find(".plain-fieldset").TextContent, StringComparison.Ordinal);

        fake.Failure = ApiError.Invalid("'amount' must have at most nine decimals.", "budget.amount", "invalid_value");
        Press(page, "Try on the last 7 days");
        Assert.Equal("'amount' must have at most nine decimals.", page.Find("#field-amount-error").TextContent);
    }

    [Fact]
    public void Panel_OfABudgetThatIsGone_SaysSo()
    {
        GoTo("/limits?project=proj_1&open=budget:bud_9");

        Assert.Contains("is not there any more", Draw<LimitsPage>(Owner).Find(".side-panel").TextContent, StringComparison.Ordinal);
    }
}
