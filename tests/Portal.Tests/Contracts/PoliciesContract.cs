using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class PoliciesContract(PortalHost host, Side side) : Contract<IPoliciesService>(host, side)
{
    static readonly PolicyRule Emails = new() { Type = "pii", AppliesTo = [PolicyDirection.Output], Action = PolicyAction.Redact, Entities = ["email"] };

    [Fact]
    public async Task Saved_IsRead_AsANewVersionEachTime()
    {
        var made = Ok(await Service.Create(Safety("Rules") with { Rules = [Emails, Emails with { Action = PolicyAction.Flag }], VersionNote = "First." }, Cancellation));
        Assert.Equal((1, "Rules", "pii", "pii_2"), (made.Version, made.Name, made.Rules[0].Id, made.Rules[1].Id));
        Assert.Equivalent(made, Ok(await Service.Get(made.Id, Cancellation)));
        Assert.Contains(Ok(await Service.List(new(100), Cancellation)).Data, policy => policy.Id == made.Id);

        var saved = Ok(await Service.Update(made.Id, made.ToInput() with { Strict = true, AllowedDomains = ["*.court.gov"] }, 1, Cancellation));
        Assert.Equal((2, true, "*.court.gov"), (saved.Version, saved.Strict, Assert.Single(saved.AllowedDomains)));
        Assert.Equal(2, Ok(await Service.Update(made.Id, saved.ToInput(), null, Cancellation)).Version);
        Refused(await Service.Update(made.Id, made.ToInput(), 1, Cancellation), 412, "precondition_failed", "If-Match");
        Refused(await Service.Update(made.Id, made.ToInput() with { Kind = PolicyKind.Privacy }, null, Cancellation), 400, "invalid_value", "kind");

        var versions = Ok(await Service.ListVersions(made.Id, new(10), Cancellation));
        Assert.Equal([$"{made.Id}.2", $"{made.Id}.1"], versions.Data.Select(version => version.Id));
        Assert.Equal("First.", versions.Data[1].Note);
        Assert.False(Ok(await Service.GetVersion(made.Id, 1, Cancellation)).Definition.Strict);
        var restored = Ok(await Service.Restore(made.Id, 1, Cancellation));
        Assert.Equal((3, false), (restored.Version, restored.Strict));
        Refused(await Service.GetVersion(made.Id, 9, Cancellation), 404, "not_found");
        Refused(await Service.Get("pol_none", Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Attached_HoldsThere_AndIsNotArchived()
    {
        var (project, assistant) = await NewAssistant();
        var policy = Ok(await Service.Create(Safety("Domains") with { Strict = true, AllowedDomains = ["*.court.gov", "example.org"], Rules = [Emails] }, Cancellation));
        var privacy = Ok(await Service.Create(new PolicyInput { Kind = PolicyKind.Privacy, Name = "Privacy", Mode = PrivacyMode.Standard, AllowedEntities = ["email", "phone"] }, Cancellation));

        var attached = Ok(await Service.Attach(policy.Id, new() { TargetType = PolicyTarget.Project, TargetId = project }, Cancellation));
        Assert.Equal((policy.Id, project), (attached.PolicyId, attached.TargetId));
        Assert.NotNull(attached.TargetName);
        Assert.Equal(attached, Ok(await Service.Attach(policy.Id, new() { TargetType = PolicyTarget.Project, TargetId = project }, Cancellation)));
        Ok(await Service.Attach(privacy.Id, new() { TargetType = PolicyTarget.Assistant, TargetId = assistant }, Cancellation));
        Assert.Equal([attached], Ok(await Service.ListAttachments(policy.Id, Cancellation)).Data);
        Refused(await Service.Attach(policy.Id, new() { TargetType = PolicyTarget.Project, TargetId = "proj_none" }, Cancellation), 404, "not_found", "target_id");
        Refused(await Service.Attach(policy.Id, new() { TargetType = PolicyTarget.Assistant }, Cancellation), 400, "missing_field", "target_id");

        var effective = Ok(await Service.GetEffective(assistant, Cancellation));
        Assert.Equal((true, PrivacyMode.Standard), (effective.Strict, effective.Mode));
        // The assistant's own settings allow example.org and below it, the project's policy example.org: what both allow holds.
        Assert.Equal(["example.org"], effective.AllowedDomains);
        Assert.Equal(["email", "phone"], effective.AllowedEntities);
        Assert.Equal([("pii", "Domains"), ("allowed_domains", "Domains"), ("strict", "Domains"), ("privacy", "Privacy")], effective.Rules.Select(rule => (rule.Rule.Id!, rule.Source.PolicyName!)));
        Assert.Equal(["strict", "allowed_domains", "mode", "allowed_entities", "allowed_domains"], effective.Lines.Select(line => line.Field));
        Assert.Equal((PolicyTarget.Assistant, null), (effective.Lines[^1].Source.Level, effective.Lines[^1].Source.PolicyId));
        Assert.True(effective.HeldCharacters > 0);
        var covered = Assert.Single(Ok(await Service.ListCoverage(Cancellation)).Data, one => one.AssistantId == assistant);
        Assert.Equal(["Domains", "Privacy"], covered.Policies);

        Refused(await Service.Archive(policy.Id, Cancellation), 409, "policy_attached");
        Ok(await Service.Detach(policy.Id, PolicyTarget.Project, project, Cancellation));
        Refused(await Service.Detach(policy.Id, PolicyTarget.Project, project, Cancellation), 404, "not_found", "target_id");
        Ok(await Service.Archive(policy.Id, Cancellation));
        Refused(await Service.Update(policy.Id, policy.ToInput() with { Name = "Other" }, null, Cancellation), 409, "policy_archived");
    }

    [Fact]
    public async Task Contradiction_WithWhatHolds_IsRefused()
    {
        var (project, assistant) = await NewAssistant();
        var english = Ok(await Service.Create(Safety("English") with { Rules = [Language("en")] }, Cancellation));
        var german = Ok(await Service.Create(Safety("German") with { Rules = [Language("de", "en")] }, Cancellation));
        Ok(await Service.Attach(english.Id, new() { TargetType = PolicyTarget.Project, TargetId = project }, Cancellation));
        Ok(await Service.Attach(german.Id, new() { TargetType = PolicyTarget.Assistant, TargetId = assistant }, Cancellation));

        Refused(await Service.Update(german.Id, german.ToInput() with { Rules = [Language("de")] }, null, Cancellation), 409, "policy_conflict");
        Refused(await Service.Create(Safety("Both") with { Rules = [Language("en"), Language("de")] }, Cancellation), 400, "policy_conflict", "rules");
        var elsewhere = Ok(await Service.Create(Safety("Elsewhere") with { AllowedDomains = ["elsewhere.net"] }, Cancellation));
        Refused(await Service.Attach(elsewhere.Id, new() { TargetType = PolicyTarget.Project, TargetId = project }, Cancellation), 409, "policy_conflict");
    }

    [Fact]
    public async Task Test_SaysWhatEachRuleFinds()
    {
        var draft = Safety("Draft") with { Rules = [Emails, new() { Type = "phrases", AppliesTo = [PolicyDirection.Output], Action = PolicyAction.Flag, Phrases = ["urgent"] }] };

        var result = Ok(await Service.Test(new() { Text = "Urgent: ask jane@example.com.", Direction = PolicyDirection.Output, Policy = draft }, Cancellation));

        Assert.Equal((PolicyAction.Redact, "Urgent: ask [EMAIL]."), (result.Decision, result.Text));
        Assert.Equal([("phrases", 0, 6, PolicyAction.Flag), ("pii", 12, 28, PolicyAction.Redact)], result.Findings.Select(one => (one.RuleId, one.Start, one.End, one.Action)));
        Assert.Empty(Ok(await Service.Test(new() { Text = "jane@example.com", Policy = draft }, Cancellation)).Findings);
        Refused(await Service.Test(new() { Text = "a" }, Cancellation), 400, "missing_field", "policy");
        Refused(await Service.Test(new() { Text = "a", PolicyIds = ["pol_none"] }, Cancellation), 404, "not_found", "policy_ids[0]");
        Refused(await Service.Test(new() { Text = "a", Policy = draft with { Rules = [Emails with { Entities = ["nothing"] }] } }, Cancellation), 400, "invalid_value", "policy.rules[0].entities[0]");
    }

    [Fact]
    public async Task Replay_SetsTheSavedRulesBesideTheChangedOnes()
    {
        var (project, assistant) = await NewAssistant();
        var made = await Host.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant}}","messages":[{"role":"user","content":"I am jane@example.com, it is urgent."},{"role":"assistant","content":"Noted, jane@example.com."},{"role":"user","content":"Fine."}]}""");
        var policy = Ok(await Service.Create(Safety("Replayed") with { Rules = [Emails] }, Cancellation));
        Ok(await Service.Attach(policy.Id, new() { TargetType = PolicyTarget.Project, TargetId = project }, Cancellation));

        var changed = policy.ToInput() with { Rules = [.. policy.Rules, new() { Type = "phrases", AppliesTo = [PolicyDirection.Input], Action = PolicyAction.Block, Phrases = ["urgent"] }] };
        var replay = Ok(await Service.Replay(policy.Id, new() { Policy = changed }, Cancellation));

        Assert.Equal((3, new PolicyReplayCounts(0, 1, 0), new PolicyReplayCounts(0, 1, 1)), (replay.Messages, replay.Before, replay.After));
        var difference = Assert.Single(replay.Differences);
        Assert.Equal((made.Id, PolicyDirection.Input, PolicyAction.Allow, PolicyAction.Block), (difference.ThreadId, difference.Direction, difference.Before, difference.After));
        Assert.Equal(["phrases"], difference.AfterRules);
        Assert.Equal(1, Ok(await Service.Replay(policy.Id, new() { Limit = 2 }, Cancellation)).After.Redacted);
        Refused(await Service.Replay("pol_none", new(), Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task OwnEntity_IsNamedByRules_AndKeptWhileItIs()
    {
        var saved = Ok(await Service.SaveEntity(new() { Name = "customer_no", Pattern = @"\bC-\d{6}\b", Context = ["customer"] }, Cancellation));
        Assert.Equivalent(saved, Assert.Single(Ok(await Service.ListEntities(Cancellation)).Data, entity => entity.Name == "customer_no"));
        var policy = Ok(await Service.Create(Safety("Customers") with { Rules = [Emails with { Entities = ["customer_no"] }] }, Cancellation));

        var found = Ok(await Service.Test(new() { Text = "Our customer C-123456 wrote.", Direction = PolicyDirection.Output, PolicyIds = [policy.Id] }, Cancellation));
        Assert.Equal("Our customer [CUSTOMER_NO] wrote.", found.Text);
        Refused(await Service.DeleteEntity("customer_no", Cancellation), 409, "entity_in_use");
        Ok(await Service.Archive(policy.Id, Cancellation));
        Ok(await Service.DeleteEntity("customer_no", Cancellation));
        Refused(await Service.DeleteEntity("customer_no", Cancellation), 404, "not_found");
        Refused(await Service.SaveEntity(new() { Name = "email", Pattern = "a" }, Cancellation), 400, "reserved_name", "name");
        Refused(await Service.SaveEntity(new() { Name = "back", Pattern = @"(a)\1" }, Cancellation), 400, "invalid_pattern", "pattern");
    }

    [Fact]
    public async Task BadRules_NameTheirField()
    {
        async Task Bad(PolicyRule rule, string code, string param) => Refused(await Service.Create(Safety("Bad") with { Rules = [rule] }, Cancellation), 400, code, $"rules[0].{param}");

        await Bad(Emails with { Entities = null }, "missing_field", "entities");
        await Bad(Emails with { Phrases = ["a"] }, "unknown_field", "phrases");
        await Bad(Emails with { Id = "Bad Id" }, "invalid_value", "id");
        await Bad(new() { Type = "injection", AppliesTo = [PolicyDirection.Output] }, "invalid_value", "applies_to");
        await Bad(new() { Type = "injection", AppliesTo = [PolicyDirection.Input], Action = PolicyAction.Allow }, "invalid_value", "action");
        await Bad(new() { Type = "regex", AppliesTo = [PolicyDirection.Input], Pattern = "(" }, "invalid_pattern", "pattern");
        await Bad(new() { Type = "moderation", AppliesTo = [PolicyDirection.Input], Action = PolicyAction.Redact }, "invalid_value", "action");
        await Bad(new() { Type = "moderation", AppliesTo = [PolicyDirection.ToolInput] }, "invalid_value", "applies_to");
        await Bad(new() { Type = "moderation", AppliesTo = [PolicyDirection.Input], Categories = ["two words"] }, "invalid_value", "categories[0]");
        await Bad(Emails with { Categories = ["hate"] }, "unknown_field", "categories");
        await Bad(new() { Type = "language", AppliesTo = [PolicyDirection.Input], Allowed = ["klingon"] }, "invalid_value", "allowed[0]");
        foreach (var (rule, code, param) in new[] { ("""{"type":"regex","pattern":"a","max_match":513,"applies_to":["input"]}""", "invalid_value", "max_match"), ("""{"type":"weather","applies_to":["input"]}""", "unsupported_rule", "type") })
        {
            var refused = await Host.Admin.Post("/v2/policies", $$"""{"kind":"safety","name":"Bad","rules":[{{rule}}]}""");
            Assert.Equal((400, code, $"rules[0].{param}"), (refused.Status, refused.Code, refused.Param));
        }

        Refused(await Service.Create(Safety("Bad") with { Mode = PrivacyMode.Strict }, Cancellation), 400, "invalid_value", "mode");
        Refused(await Service.Create(new() { Kind = PolicyKind.Privacy, Name = "Bad", Strict = true }, Cancellation), 400, "invalid_value", "strict");
    }

    static PolicyInput Safety(string name) => new() { Kind = PolicyKind.Safety, Name = name };

    static PolicyRule Language(params string[] allowed) => new() { Type = "language", AppliesTo = [PolicyDirection.Output], Action = PolicyAction.Flag, Allowed = allowed };

    async Task<(string Project, string Assistant)> NewAssistant()
    {
        var project = await Host.AddProject();
        var assistant = await Host.Admin.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026","safety":{"allowed_domains":["example.org","*.example.org"]}}""", (ApiHeaders.Project, project));
        Assert.Equal(201, assistant.Status);
        return (project, assistant.Id);
    }
}

public sealed class PoliciesOnServer(PortalHost host) : PoliciesContract(host, Side.Server);

public sealed class PoliciesInBrowser(PortalHost host) : PoliciesContract(host, Side.Browser);
