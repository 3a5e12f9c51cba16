using Dapper;
using Portal.Client.Keys;

namespace Portal.Tests.Import;

public sealed class ImportTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Assistants = """
        {"object":"list","has_more":false,"data":[{"id":"asst_abc","object":"assistant","created_at":1698984975,"name":"Math Tutor","description":null,"model":"gpt-4o",
          "instructions":"You are a personal math tutor.","temperature":0.2,"top_p":1.0,"response_format":"auto","tool_resources":{"file_search":{"vector_store_ids":["vs_1"]}},
          "tools":[{"type":"code_interpreter"},{"type":"file_search"},{"type":"function","function":{"name":"grade","description":"Grade","parameters":{"type":"object","properties":{}}}}],
          "metadata":{"team":"school"}}]}
        """;

    const string Threads = """
        [{"id":"thread_2","object":"thread","created_at":1699012949,"metadata":{"user":"u2"},"tool_resources":{}},
         {"id":"thread_1","object":"thread","created_at":1699012000,"metadata":{}}]
        """;

    const string Messages = """
        [{"id":"msg_2","object":"thread.message","created_at":1699017620,"thread_id":"thread_1","role":"assistant","assistant_id":"asst_abc","run_id":"run_1",
          "content":[{"type":"text","text":{"value":"Thirteen.","annotations":[]}}],"attachments":[],"metadata":{}},
         {"id":"msg_1","object":"thread.message","created_at":1699017614,"thread_id":"thread_1","role":"user","assistant_id":null,"run_id":null,
          "content":[{"type":"text","text":{"value":"How much is 4 + 9? 🧮","annotations":[]}},{"type":"image_file","image_file":{"file_id":"file_1"}}],"attachments":[{"file_id":"file_2"}],"metadata":{}},
         {"id":"msg_3","object":"thread.message","created_at":1699017700,"thread_id":"thread_gone","role":"user","content":"Lost"}]
        """;

    [Fact]
    public async Task DryRun_SaysWhatWouldHappen_AndChangesNothing()
    {
        var project = await portal.AddProject();
        var report = await Import(project, "true", null);
        Assert.Equal(200, report.Status);
        Assert.Equal((1, 1), Count(report, "assistants"));
        Assert.Equal((2, 2), Count(report, "threads"));
        Assert.Equal((3, 2), Count(report, "messages"));
        var notes = report["notes"].EnumerateArray().ToDictionary(note => note.GetProperty("place").GetString()!, note => note.GetProperty("kind").GetString());
        Assert.Equal("blocking", notes["assistants[0].model"]);
        Assert.All((string[])["assistants[0].tools[1]", "assistants[0].temperature", "assistants[0].tool_resources", "messages[1].content[1]", "messages[1].attachments", "messages[2]"],
            place => Assert.Equal("left_out", notes[place]));
        Assert.Empty((await portal.Admin.Get("/v2/assistants", ("OpenAI-Project", project)))["data"].EnumerateArray());

        var blocked = await Import(project, "false", null);
        Assert.Equal((400, "import_blocked", "assistants[0].model"), (blocked.Status, blocked.Code, blocked.Param));
        Assert.Empty((await portal.Admin.Get("/v2/assistants", ("OpenAI-Project", project)))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Import_BringsEverything_AndGoesOnFromThere_Once()
    {
        var project = await portal.AddProject();
        Assert.Equal(200, (await Import(project, "false", "gpt-4-fast-2026")).Status);
        var assistant = Assert.Single((await portal.Admin.Get("/v2/assistants", ("OpenAI-Project", project)))["data"].EnumerateArray());
        Assert.Equal(("Math Tutor", "gpt-4-fast-2026", 1698984975), (assistant.GetProperty("name").GetString(), assistant.GetProperty("model").GetString(), assistant.GetProperty("created_at").GetInt64()));
        Assert.Equal(["code_interpreter", "function"], assistant.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("type").GetString()));
        Assert.Equal("asst_abc", assistant.GetProperty("metadata").GetProperty("imported_from").GetString());

        var threads = (await portal.Admin.Get("/v2/threads", ("OpenAI-Project", project)))["data"].EnumerateArray().ToList();
        Assert.Equal(["thread_2", "thread_1"], threads.Select(thread => thread.GetProperty("metadata").GetProperty("imported_from").GetString()));
        Assert.Equal(("How much is 4 + 9? 🧮", 1699012000), (threads[1].GetProperty("title").GetString(), threads[1].GetProperty("created_at").GetInt64()));
        var id = threads[1].GetProperty("id").GetString();
        var messages = (await portal.Admin.Get($"/v2/threads/{id}/messages?order=asc"))["data"].EnumerateArray().ToList();
        Assert.Equal(["How much is 4 + 9? 🧮", "Thirteen."], messages.Select(message => message.GetProperty("content").GetString()));
        Assert.Equal("Math Tutor", messages[1].GetProperty("author").GetProperty("name").GetString());
        var next = await portal.Admin.Post($"/v2/threads/{id}/messages", """{"role":"user","content":"And 5 + 5?"}""", ("Prefer", "wait=30"));
        Assert.Equal("completed", next["reply"].GetProperty("status").GetString());

        var again = await Import(project, "false", "gpt-4-fast-2026");
        Assert.Equal(((1, 0), (2, 0), (3, 0)), (Count(again, "assistants"), Count(again, "threads"), Count(again, "messages")));
        var audited = await portal.Admin.Get($"/v2/organization/audit_logs?action=project.imported&project_id={project}");
        var change = audited["data"].EnumerateArray().Last().GetProperty("changes").EnumerateArray().Single(one => one.GetProperty("field").GetString() == "threads");
        Assert.Equal(2, change.GetProperty("after").GetInt32());
    }

    [Theory]
    [InlineData("""{"dry_run":true}""", "assistants")]
    [InlineData("""{"assistants":"all of them"}""", "assistants")]
    [InlineData("""{"assistants":[42]}""", "assistants[0]")]
    [InlineData("""{"assistants":[{"name":"No id"}]}""", "assistants[0].id")]
    [InlineData("""{"assistants":[{"id":"a"},{"id":"a"}]}""", "assistants[1].id")]
    [InlineData("""{"assistants":[{"id":"a","object":"thread"}]}""", "assistants[0].object")]
    [InlineData("""{"assistants":{"object":"list","data":[],"has_more":true}}""", "assistants")]
    [InlineData("""{"assistants":[{"id":"a","created_at":"yesterday"}]}""", "assistants[0].created_at")]
    [InlineData("""{"assistants":[{"id":"a","instructions":7}]}""", "assistants[0].instructions")]
    [InlineData("""{"assistants":[{"id":"a","tools":[{"type":"function"}]}]}""", "assistants[0].tools[0].function")]
    [InlineData("""{"assistants":[{"id":"a","tools":[{"type":"function","function":{"name":"no blanks"}}]}]}""", "assistants[0].tools[0].function.name")]
    [InlineData("""{"assistants":[{"id":"a","metadata":{"nested":{}}}]}""", "assistants[0].metadata")]
    [InlineData("""{"assistants":[{"id":"a","name":"\ud800"}]}""", "assistants[0].name")]
    [InlineData("""{"assistants":[{"id":"a"}],"threads":[{"id":"t","messages":[{"id":"m","role":"system","content":"x"}]}]}""", "threads[0].messages[0].role")]
    [InlineData("""{"assistants":[{"id":"a"}],"threads":[{"id":"t","messages":[{"id":"m","role":"user","content":[{"type":"text","text":{"body":"x"}}]}]}]}""", "threads[0].messages[0].content[0].text")]
    [InlineData("""{"threads":[],"messages":[{"id":"m","role":"user"}]}""", "messages[0].thread_id")]
    [InlineData("""{"threads":[],"model":"gpt-none"}""", "model")]
    [InlineData("""{"threads":[],"runs":[]}""", "runs")]
    public async Task WrongExport_IsNamedByItsPlace_AndNothingIsDone(string body, string param)
    {
        var project = await portal.AddProject();
        var answer = await portal.Admin.Post($"/v2/projects/{project}/import", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
        Assert.Equal(0, await portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM assistants WHERE project_id = @project", new { project })));
    }

    [Fact]
    public async Task HostileExports_AreRefused()
    {
        var project = await portal.AddProject();
        var deep = await portal.Admin.Post($"/v2/projects/{project}/import", $$"""{"threads":{{new string('[', 5000)}}{{new string(']', 5000)}}}""");
        Assert.Equal((400, "invalid_json"), (deep.Status, deep.Code));
        var name = await portal.Admin.Post($"/v2/projects/{project}/import", $$"""{"assistants":[{"id":"a","name":"{{new string('w', 10_000)}}"}]}""");
        Assert.Equal((400, "assistants[0].name"), (name.Status, name.Param));
        var many = await portal.Admin.Post($"/v2/projects/{project}/import", $$"""{"assistants":[{{string.Join(',', Enumerable.Range(0, 1001).Select(number => $$"""{"id":"a{{number}}"}"""))}}]}""");
        Assert.Equal((400, "assistants"), (many.Status, many.Param));
        var huge = await portal.Admin.Post($"/v2/projects/{project}/import", $$"""{"threads":[],"model":"{{new string('w', 33 * 1024 * 1024)}}"}""", ("Expect", "100-continue"));
        Assert.Equal((413, "body_too_large"), (huge.Status, huge.Code));
        Assert.Contains("32 MiB", huge.Error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task ExportOverTheUsualSize_IsTaken()
    {
        var project = await portal.AddProject();
        var long_ = new string('w', 200_000);
        var messages = string.Join(',', Enumerable.Range(0, 30).Select(number => $$"""{"id":"m{{number}}","role":"user","created_at":{{number}},"content":"{{long_}}"}"""));
        var taken = await portal.Admin.Post($"/v2/projects/{project}/import",
            $$"""{"model":"gpt-4-fast-2026","assistants":[{"id":"a"}],"threads":[{"id":"t","messages":[{{messages}}]}]}""");
        Assert.Equal((200, (30, 30)), (taken.Status, Count(taken, "messages")));
    }

    [Fact]
    public async Task Key_WithoutTheRightToChat_MayNot()
    {
        var project = await portal.AddProject();
        using var manages = portal.Client(await portal.AddKey(project, KeyScope.Manage));
        Assert.Equal(403, (await manages.Post($"/v2/projects/{project}/import", """{"threads":[]}""")).Status);
    }

    Task<Answered> Import(string project, string dryRun, string? model) => portal.Admin.Post($"/v2/projects/{project}/import",
        $$"""{"dry_run":{{dryRun}},{{(model is null ? "" : $"\"model\":\"{model}\",")}}"assistants":{{Assistants}},"threads":{{Threads}},"messages":{{Messages}}}""");

    static (int Found, int Imported) Count(Answered report, string part) =>
        (report[part].GetProperty("found").GetInt32(), report[part].GetProperty("imported").GetInt32());
}
