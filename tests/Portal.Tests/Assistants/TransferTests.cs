using System.Text.Json;
using Portal.Tests.Hosting;

namespace Portal.Tests.Assistants;

public sealed class TransferTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Assistant = """{"name":"A","model":"gpt-4-fast-2026"}""";

    public static TheoryData<string, string?, string> Wrong => new()
    {
        { "[1,2]", "format", "not_an_export" },
        { "{}", "format", "not_an_export" },
        { """{"object":"assistant","name":"A","model":"gpt-4-fast-2026"}""", "format", "not_an_export" },
        { """{"format":7,"format_version":1}""", "format", "not_an_export" },
        { """{"format":"portal.assistant","format_version":2,"assistant":{"soul":true},"more":1}""", "format_version", "newer_format" },
        { """{"format":"portal.assistant","format_version":99999999999,"assistant":{}}""", "format_version", "newer_format" },
        { $$"""{"format":"portal.assistant","format_version":0,"assistant":{{Assistant}}}""", "format_version", "invalid_value" },
        { $$"""{"format":"portal.assistant","format_version":"1","assistant":{{Assistant}}}""", "format_version", "wrong_type" },
        { """{"format":"portal.assistant","format_version":1}""", "assistant", "missing_field" },
        { """{"format":"portal.assistant","format_version":1,"assistant":null}""", "assistant", "null_not_allowed" },
        { """{"format":"portal.assistant","format_version":1,"assistant":{"name":"A","model":"gpt-4-fast-2026","soul":1}}""", "assistant.soul", "unknown_field" },
        { """{"format":"portal.assistant","format_version":1,"assistant":{"name":"A","name":"B","model":"gpt-4-fast-2026"}}""", "assistant.name", "duplicate_field" },
        { """{"format":"portal.assistant","format_version":1,"assistant":{"name":"A","model":"gpt-4-fast-2026","tools":[{"type":"webhook"}]}}""", "assistant.tools[0].type", "unsupported_tool" },
        { """{"format":"portal.assistant","format_version":1,"assistant":{"name":"A\u0000","model":"gpt-4-fast-2026"}}""", "assistant.name", "invalid_text" },
        { $$"""{"format":"portal.assistant","format_version":1,"assistant":{"name":"{{new string('x', 10_000)}}","model":"gpt-4-fast-2026"} }""", "assistant.name", "invalid_value" },
        { """{"format":"portal.assistant","format_version":1,"assistant":{"name":"A","model":"gpt-4-fast-2026","variables":[{"name":"today"}]}}""", "assistant.variables[0].name", "reserved_name" },
        { """{"format":"portal.assistant",""", null, "invalid_json" },
        { string.Concat(Enumerable.Repeat("[", 5000)), null, "invalid_json" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Import_OfAWrongNewerOrHostileFile_SaysWhatIsWrongAndWhere(string file, string? param, string code)
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var refused = await client.Post("/v2/assistants/import", file);
        Assert.Equal((400, param, code), (refused.Status, refused.Param, refused.Code));
        Assert.Empty((await client.Get("/v2/assistants"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Export_IsADownload_NamedAfterTheAssistant()
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var id = (await client.Post("/v2/assistants", """{"name":"عامل 🧾","model":"gpt-4-fast-2026"}""")).Id;
        var exported = await client.Get($"/v2/assistants/{id}/export");
        var file = exported.Response.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", "عامل 🧾.assistant.json"), (file.DispositionType, file.FileNameStar));
        Assert.Equal(["format", "format_version", "assistant"], exported.Body.EnumerateObject().Select(field => field.Name));
        Assert.DoesNotContain(id, exported.Body.GetRawText());
    }

    [Fact]
    public async Task Name_OfTenThousandCharacters_IsRefused_AndRightToLeftAndEmojiAreKept()
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var refused = await client.Post("/v2/assistants", $$"""{"name":"{{new string('x', 10_000)}}","model":"gpt-4-fast-2026"}""");
        Assert.Equal((400, "name"), (refused.Status, refused.Param));
        foreach (var name in new[] { "عامل الإرجاع", "👩‍👩‍👧‍👦 家族", "\u202Ereversed" })
        {
            var made = await client.Post("/v2/assistants", $$"""{"name":{{JsonSerializer.Serialize(name)}},"model":"gpt-4-fast-2026"}""");
            Assert.Equal((201, name), (made.Status, made["name"].GetString()));
        }
    }

    [Fact]
    public async Task Copy_OfTheLongestName_IsCutBetweenCharacters()
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var name = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 23)) + "end";
        Assert.Equal(256, name.Length);
        var id = (await client.Post("/v2/assistants", $$"""{"name":{{JsonSerializer.Serialize(name)}},"model":"gpt-4-fast-2026"}""")).Id;
        var copied = (await client.Post($"/v2/assistants/{id}/copy"))["name"].GetString()!;
        Assert.Equal(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 22)) + " (copy)", copied);
    }

    [Fact]
    public async Task Copy_IntoAProjectThatOneMayNotSee_IsNotFound()
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var id = (await client.Post("/v2/assistants", Assistant)).Id;
        var refused = await client.Post($"/v2/assistants/{id}/copy", $$"""{"project_id":"{{await host.AddProject()}}"}""");
        Assert.Equal((404, "not_found"), (refused.Status, refused.Code));
    }
}
