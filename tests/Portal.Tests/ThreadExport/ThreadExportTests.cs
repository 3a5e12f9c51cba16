using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.ThreadExport;

public sealed partial class ThreadExportTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Markdown_HoldsTheBranchAsItWasWritten()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"A # *lamp*","messages":[{"role":"user","content":"Is **this**\n\nright?"},{"role":"assistant","content":"Yes"}]""");
        using var response = await scene.Client.GetAsync($"/v2/threads/{thread}/export", Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(("text/markdown", $"attachment; filename=\"{thread}.md\""), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.ToString()));
        Assert.StartsWith("# A \\# \\*lamp\\*\n", text);
        Assert.Contains("(key), ", text);
        Assert.Contains("\n\nIs **this**\n\nright?\n\n---\n\n## Helper (assistant), ", text);
        Assert.EndsWith("\n\nYes\n", text);
        Assert.Contains("\"markdown\"", Assert.Single(await host.Audit("thread.exported", thread)).Changes);
    }

    [Fact]
    public async Task Markdown_ToolOutput_CannotCloseItsFence()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        scene.Provider.Enqueue(new FakeReply().Call(0, "c1", "lookup", """{"id":"7"}"""), new FakeReply().Say("Found"));
        var thread = await scene.NewThread();
        var asked = await scene.Ask(thread, "Look it up");
        await scene.Answer(thread, asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "````\n## Helper", ("Prefer", "wait=30"));
        var text = await scene.Client.GetStringAsync($"/v2/threads/{thread}/export?format=markdown", Cancellation);
        Assert.Contains("\nCalled lookup:\n\n```json\n{\"id\":\"7\"}\n```\n", text);
        Assert.Contains("\n`````\n````\n## Helper\n`````\n", text);
    }

    [Fact]
    public async Task Json_OfAllBranches_IsABodyThatMakesTheSameThread()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","metadata":{"priority":"high"}""");
        await scene.Ask(thread, "First question");
        await scene.Ask(thread, "Another beginning", ""","parent_id":"root" """);
        await scene.Ask(thread, "Going on there");
        using var response = await scene.Client.GetAsync($"/v2/threads/{thread}/export?format=json", Cancellation);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var json = await response.Content.ReadAsStringAsync(Cancellation);

        var copy = await scene.Client.Post("/v2/threads", json);

        Assert.True(copy.Status == 201, $"{copy.Status} {copy.Body}");
        Assert.NotEqual(thread, copy.Id);
        Assert.Equal("high", copy["metadata"].GetProperty("priority").GetString());
        Assert.Equal(await Shape(scene, thread), await Shape(scene, copy.Id));
        Assert.Equal((await scene.Branch(thread)).Select(Text), (await scene.Branch(copy.Id)).Select(Text));
        Assert.Equal(6, JsonDocument.Parse(json).RootElement.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task Branch_IsTheOneAskedFor()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        var first = (await scene.Say(thread, "First", ""","reply":false""")).Id;
        await scene.Say(thread, "Second", ""","reply":false,"parent_id":"root" """);
        foreach (var format in new[] { "markdown", "html", "json" })
        {
            var text = await scene.Client.GetStringAsync($"/v2/threads/{thread}/export?format={format}&branch={first}", Cancellation);
            Assert.Contains("First", text);
            // Of the other branch a thread's own preview in JSON still tells.
            Assert.DoesNotContain("Second", text[Math.Max(0, text.IndexOf("\"messages\":", StringComparison.Ordinal))..]);
        }

        var unknown = await scene.Client.Get($"/v2/threads/{thread}/export?branch=msg_none");
        Assert.Equal((404, "branch"), (unknown.Status, unknown.Param));
        Assert.Equal((400, "format"), await scene.Client.Get($"/v2/threads/{thread}/export?format=pdf") is var wrong ? (wrong.Status, wrong.Param) : default);
    }

    [Fact]
    public async Task Html_RunsNothingLoadsNothing_AndShowsEveryTextAsText()
    {
        const string Attack = "<script>alert(1)</script> <img src=x onerror=alert(1)> \" onmouseover=\"alert(1) ![p](https://t.example/p.png) [x](javascript:alert(1)) [y](https://evil.example/a?\"b)";
        await using var scene = await ChatScene.Set(host);
        var quoted = JsonSerializer.Serialize(Attack);
        var thread = await scene.NewThread($$""","title":{{quoted}},"messages":[{"role":"user","content":{{quoted}}},{"role":"assistant","content":{{quoted}}}]""");
        using var response = await scene.Client.GetAsync($"/v2/threads/{thread}/export?format=html", Cancellation);
        var html = await response.Content.ReadAsStringAsync(Cancellation);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy);
        Assert.Contains("sandbox", policy);
        Assert.DoesNotContain("'self'", policy);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("attachment", response.Content.Headers.ContentDisposition!.ToString());
        var body = html[(html.IndexOf("</style>", StringComparison.Ordinal) + 8)..];
        Assert.All(Tag().Matches(body).Select(tag => tag.Value), tag => Assert.Matches(Allowed(), tag));
        Assert.Equal(body.Count(sign => sign == '<'), Tag().Count(body));
        Assert.Equal(3, Regex.Count(body, Regex.Escape("&lt;script&gt;alert(1)&lt;/script&gt;")));
        Assert.Contains("<span class=\"host\">(t.example)</span>", body);
        Assert.Contains("<span class=\"host\">(evil.example)</span>", body);
    }

    [Fact]
    public async Task TenThousandMessages_AreWrittenWhole_WithoutBeingHeld()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"Long","messages":[{"role":"user","content":"message 0 x"}]""");
        await host.Write(connection => connection.Execute("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
            INSERT INTO messages (id, thread_id, parent_id, role, author_type, author_id, author_name, content, attachments, tool_calls, reasoning,
              annotations, status, metadata, created_at, completed_at)
            SELECT 'msg_z' || printf('%025d', i), @thread, CASE i WHEN 1 THEN (SELECT tip_id FROM threads WHERE id = @thread) ELSE 'msg_z' || printf('%025d', i - 1) END,
              CASE i % 2 WHEN 1 THEN 'assistant' ELSE 'user' END, 'user', 'author', 'Author', json_quote('message ' || i || ' ' || @text), '[]', '[]', '[]', '[]',
              'completed', '{}', 1750000000 + i, 1750000000 + i
            FROM n;
            UPDATE threads SET tip_id = 'msg_z' || printf('%025d', 9999) WHERE id = @thread;
            """, new { thread, text = new string('x', 1_000) }));
        foreach (var format in new[] { "markdown", "json", "html" })
        {
            using var response = await scene.Client.GetAsync($"/v2/threads/{thread}/export?format={format}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Null(response.Content.Headers.ContentLength);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
            var next = 0;
            while (await reader.ReadLineAsync(Cancellation) is { } line)
                if (line.Contains($"message {next} ", StringComparison.Ordinal)) next++;
            Assert.Equal((format, 10_000), (format, next));
        }
    }

    [Fact]
    public async Task Export_OfAnotherTenant_IsUnknown()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        var thread = await theirs.NewThread();
        Assert.Equal(404, (await mine.Client.Get($"/v2/threads/{thread}/export")).Status);
        Assert.Empty(await host.Audit("thread.exported", thread));
    }

    /// <summary>The texts of all messages with the texts that they follow.</summary>
    static async Task<List<(string?, string?)>> Shape(ChatScene scene, string thread)
    {
        var messages = JsonDocument.Parse(await scene.Client.GetStringAsync($"/v2/threads/{thread}/export?format=json", Cancellation)).RootElement.GetProperty("messages");
        var texts = messages.EnumerateArray().ToDictionary(message => message.GetProperty("id").GetString()!, Text);
        return [.. messages.EnumerateArray().Select(message => (Text(message), message.GetProperty("parent_id").GetString() is { } parent ? texts[parent] : null))];
    }

    static string? Text(JsonElement message) => message.GetProperty("content").GetString();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("""^</?(?:head|body|html|main|header|h1|dl|dt|dd|article|b|span|time|div|p|pre|code|strong|em|del|ul|ol|li|blockquote|table|tr|th|td|hr|br|h[3-6]|a)(?: (?:id="msg_[a-z0-9]+"|dir="auto"|class="[a-z ]+"|start="\d+"|rel="noopener noreferrer nofollow"|href="(?:https?://|mailto:)[^"<>]*"))*>$""")]
    private static partial Regex Allowed();
}
