using Portal.Client.Assistants;
using Portal.Client.Keys;
using Portal.Runs;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Assistants;

public sealed class PromptTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly DateTimeOffset Monday = new(2026, 11, 23, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("On {{today}} at {{time}}.", "On Tuesday, 24 November 2026 at 00:30 (Europe/Berlin).")]
    [InlineData("For {{user.name}} by {{assistant.name}}.", "For Ada Lovelace by Helper.")]
    [InlineData("{{plan}} and {{ plan }}", "gold and gold")]
    [InlineData("{{region}}", "north")]
    [InlineData("{{empty}}|", "|")]
    [InlineData("{{unknown}} {{{plan}}} {plan} {{pl\nan}} {{}}", "{{unknown}} {gold} {plan} {{pl\nan}} {{}}")]
    [InlineData("{{echo}}", "{{today}}")]
    public void Variables_AreFilledInOnce(string text, string expected)
    {
        var assistant = new AssistantInput
        {
            Name = "Helper",
            Model = "m",
            Variables =
            [
                new AssistantVariable { Name = "plan", Default = "basic" }, new AssistantVariable { Name = "region", Default = "north" },
                new AssistantVariable { Name = "empty" }, new AssistantVariable { Name = "echo", Default = "{{today}}" },
            ],
        };
        var metadata = new Dictionary<string, string> { ["plan"] = "gold", ["other"] = "x" };
        var moment = new PromptMoment("Ada\nLovelace", Monday, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), metadata);

        Assert.Equal(expected, PromptText.Fill(text, new PromptValues(assistant, moment).Of));
    }

    [Fact]
    public void Fill_OfHostileText_IsQuick()
    {
        foreach (var text in new[] { new string('{', 250_000), string.Concat(Enumerable.Repeat("{{ ", 80_000)), "{{" + new string(' ', 250_000) + "}}" })
            Assert.Equal(text, PromptText.Fill(text, _ => "x"));
    }

    [Fact]
    public async Task Run_SendsWhatThePreviewShows_AndKeepsItInTheTrace()
    {
        await using var scene = await ChatScene.Set(host);
        var model = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}"))["model"].GetString();
        var definition = $$$"""
            {"name":"Helper","model":"{{{model}}}","persona":{"tone":"calm, for {{plan}} customers"},
             "instructions":"Asked by {{user.name}} on {{today}} about {{nobody}}.","variables":[{"name":"plan","default":"basic"}]}
            """;
        Assert.Equal(200, (await scene.Client.Post($"/v2/assistants/{scene.AssistantId}", definition)).Status);
        var preview = await scene.Client.Post("/v2/assistants/preview", $$"""{"assistant":{{definition}},"metadata":{"plan":"gold"} }""");

        var reply = await scene.Ask(await scene.NewThread(""","metadata":{"plan":"gold"}"""), "Hello");

        var trace = await scene.Client.Get($"/v2/runs/{reply.GetProperty("run_id").GetString()}");
        var sent = trace["steps"][0].GetProperty("input").GetProperty("system").GetString();
        Assert.Equal(preview["system"].GetString(), sent);
        Assert.Equal($"You are Helper.\nTone: calm, for gold customers\n\nAsked by Test key on {DateTime.UtcNow:dddd, d MMMM yyyy} about {{{{nobody}}}}.", sent);
        Assert.Equal(["nobody"], preview["unknown"].EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("metadata", preview["variables"].EnumerateArray().Single(value => value.GetProperty("name").GetString() == "plan").GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("""[{"name":"today"}]""", "variables[0].name", "reserved_name")]
    [InlineData("""[{"name":"a"},{"name":"a"}]""", "variables[1].name", "duplicate_name")]
    [InlineData("""[{"name":"User.Name"}]""", "variables[0].name", "invalid_value")]
    [InlineData("""[{"default":"x"}]""", "variables[0].name", "missing_field")]
    public async Task Variables_ThatCannotBe_AreRefusedAtTheirPlace(string variables, string param, string code)
    {
        var client = host.Client(await host.AddKey(await host.AddProject(), KeyScope.Manage));
        var refused = await client.Post("/v2/assistants", $$"""{"name":"A","model":"gpt-4-fast-2026","variables":{{variables}}}""");
        Assert.Equal((400, param, code), (refused.Status, refused.Param, refused.Code));
    }
}
