using System.Text.Json;
using Portal.Tests.Hosting;

namespace Portal.Tests.Threads;

public sealed class ToolOutputTests(PortalHost portal) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task ToolOutput_ReplyGoesOn_StaysUnderItsCall()
    {
        var project = await portal.Admin.Post("/v2/projects", """{"name":"Weather"}""");
        var assistant = await portal.Admin.Post(
            "/v2/assistants",
            """{"name":"Weather","model":"gpt-4-fast-2026","tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]}""",
            ("OpenAI-Project", project.Id));
        var thread = await portal.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant.Id}}"}""");
        var path = $"/v2/threads/{thread.Id}/messages";
        var asked = await portal.Admin.Post(path, """{"role":"user","content":"/call get_weather {\"city\":\"Oslo\"}"}""", ("Prefer", "wait=30"));
        var call = asked["reply"].GetProperty("tool_calls")[0].GetProperty("id").GetString();

        var output = await portal.Admin.Post(path, $$"""{"role":"tool","tool_call_id":"{{call}}","content":"sunny"}""", ("Prefer", "wait=30"));

        Assert.Equal("completed", output["reply"].GetProperty("status").GetString());
        var branch = (await portal.Admin.Get($"{path}?order=asc"))["data"].EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "tool", "assistant"], branch.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal(branch.Select(Id).SkipLast(1).Prepend(null), branch.Select(message => message.GetProperty("parent_id").GetString()));
    }

    static string? Id(JsonElement message) => message.GetProperty("id").GetString();
}
