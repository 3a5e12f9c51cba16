using Portal.Client.Policies;

namespace Portal.Client.Tests.Policies;

public sealed class HoldBackTests
{
    [Fact]
    public void HalfWrittenRules_AreLeftOutOrReplaced()
    {
        var rules = PolicyWording.Types.Select(one => RuleDraft.New(one.Type).ToRule()).Append(new() { Type = "regex", AppliesTo = [PolicyDirection.Output], Pattern = "(", MaxMatch = 100 });

        var policy = HoldBack.Of(new() { Kind = PolicyKind.Safety, Name = "", AllowedDomains = ["not a host"], AllowedEntities = ["emai"], Rules = [.. rules] });

        Assert.Equal(("Draft", "example.com"), (policy.Name, Assert.Single(policy.AllowedDomains!)));
        Assert.Empty(policy.AllowedEntities!);
        Assert.Equal(["regex", "domains", "topics", "injection", "instruction_leak", "moderation", "max_length", "language", "disclaimer", "regex"], policy.Rules!.Select(rule => rule.Type));
        Assert.Equal(("x", 100), (policy.Rules![^1].Pattern, policy.Rules[^1].MaxMatch));
    }
}
