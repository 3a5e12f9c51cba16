using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Data.Sealing;
using Portal.Tests.Fakes;
using Portal.Threads;

namespace Portal.Tests.Threads.Sealing;

/// <summary>What strict privacy leaves on the disk and in the log: nothing of what was said.</summary>
public sealed class SealedThreadsTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Columns with a text that nobody says: ids, words of the contract, names of people of the portal, numbers as JSON.</summary>
    static readonly string[] Unsaid =
    [
        "threads.id", "threads.project_id", "threads.assistant_id", "threads.status", "threads.created_by", "threads.assignee_id", "threads.tip_id",
        "threads.taken_over_by", "threads.taken_over_name", "threads.waiting_for",
        "messages.id", "messages.thread_id", "messages.run_id", "messages.parent_id", "messages.role", "messages.author_type", "messages.author_id",
        "messages.author_name", "messages.tool_call_id", "messages.status", "messages.error_code", "messages.model", "messages.usage",
        "runs.id", "runs.thread_id", "runs.project_id", "runs.assistant_id", "runs.status", "runs.parent_id", "runs.reply_id", "runs.model", "runs.actor",
        "run_steps.run_id", "run_steps.type", "run_steps.usage", "run_steps.upstream", "run_steps.safety_flag",
        "thread_events.thread_id", "thread_events.run_id", "thread_events.type", "thread_events.message_id",
        "thread_views.user_id", "thread_views.thread_id", "thread_views.seen_id",
        "thread_notes.id", "thread_notes.thread_id", "thread_notes.kind", "thread_notes.author_id", "thread_notes.author_name", "thread_notes.to_id",
        "thread_notes.to_name", "thread_notes.mentions",
        "attention.id", "attention.user_id", "attention.thread_id", "attention.project_id", "attention.reason", "attention.actor_id", "attention.actor_name", "attention.message_id",
        "thread_search.thread_id", "thread_search.redaction",
        "thread_shares.id", "thread_shares.thread_id", "thread_shares.token_hash", "thread_shares.branch", "thread_shares.created_by", "thread_shares.created_by_name",
        "thread_pseudonyms.thread_id", "thread_pseudonyms.name", "thread_pseudonyms.entity",
        "safety_events.id", "safety_events.project_id", "safety_events.assistant_id", "safety_events.thread_id", "safety_events.run_id", "safety_events.message_id",
        "safety_events.policy_id", "safety_events.rule_id", "safety_events.type", "safety_events.direction", "safety_events.entity", "safety_events.action",
        "safety_events.verdict", "safety_events.reviewed_by",
        "usage.id", "usage.project_id", "usage.assistant_id", "usage.thread_id", "usage.run_id", "usage.message_id", "usage.actor_type", "usage.actor_id",
        "usage.model", "usage.tier", "usage.provider_id", "usage.provider", "usage.accuracy", "usage.metadata", "usage.price_id",
        "messages.approval_id", "approvals.id", "approvals.project_id", "approvals.thread_id", "approvals.run_id", "approvals.message_id", "approvals.kind", "approvals.direction",
        "approvals.policy_id", "approvals.rule_id", "approvals.refusal", "approvals.text_hash", "approvals.asked_by", "approvals.status", "approvals.decided_by", "approvals.decided_by_name",
        "thread_keys.thread_id", "thread_keys.id", "thread_keys.wrapped", "destroyed_keys.id", "destroyed_keys.thread_id",
    ];

    [Fact]
    public async Task Strict_NothingSaid_IsInAnyByteThatWasWritten_AndReadersReadItAll()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await scene.SetMode("strict");

        var threadId = await Canaries.Plant(scene);

        Assert.Empty(WrittenBytes.With(host, Canaries.Word));
        var read = await Canaries.Read(scene, threadId);
        Assert.All(Canaries.Said, place => Assert.Contains(Canaries.Of(place), read));
        var thread = await scene.Client.Get($"/v2/threads/{threadId}");
        Assert.Equal((true, $"New {Canaries.Of("title")}"), (thread["sealed"].GetBoolean(), thread["title"].GetString()));
        Assert.Equal(threadId, (await scene.Client.Get($"/v2/threads?metadata[who]={Canaries.Of("metadata")}"))["data"][0].GetProperty("id").GetString());
        await IsSealed(host, threadId);
        // What was read is in no log line either.
        Assert.Empty(WrittenBytes.With(host, Canaries.Word));
    }

    [Fact]
    public async Task WhatWaitsForApproval_IsSealed_WithTheReasonOfItsDecision()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("strict");
        var policy = await host.Admin.Post("/v2/policies", """{"kind":"safety","name":"Ask","rules":[{"type":"phrases","phrases":["may I"],"applies_to":["input"],"action":"ask"}]}""");
        await host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
        var threadId = await scene.NewThread();
        var waiting = (await scene.Ask(threadId, $"Please, may I be {Canaries.Of("asked")}?")).GetProperty("approval_id").GetString();
        Assert.Contains(Canaries.Of("asked"), (await host.Admin.Get($"/v2/approvals/{waiting}")).Body.GetRawText());
        Assert.Equal(200, (await host.Admin.Post($"/v2/approvals/{waiting}", $$"""{"decision":"reject","reason":"{{Canaries.Of("reason")}}"}""")).Status);

        Assert.Contains(Canaries.Of("reason"), (await host.Admin.Get($"/v2/approvals/{waiting}")).Body.GetRawText());
        Assert.Empty(WrittenBytes.With(host, Canaries.Word));
        await IsSealed(host, threadId);
    }

    [Fact]
    public async Task BecomesStrict_WhatWasWrittenBefore_IsSealedByTheNextPass()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await scene.SetMode("off");
        var threadId = await Canaries.Plant(scene);
        var before = await Canaries.Read(scene, threadId);
        Assert.NotEmpty(WrittenBytes.With(host, Canaries.Word));
        Assert.Equal(threadId, (await scene.Client.Get($"/v2/threads?query={Canaries.Word}message"))["data"][0].GetProperty("id").GetString());

        await scene.SetMode("strict");
        await host.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);

        await IsSealed(host, threadId);
        Assert.Equal(Messages(before), Messages(await Canaries.Read(scene, threadId)));
        Assert.Empty((await scene.Client.Get($"/v2/threads?query={Canaries.Word}message"))["data"].EnumerateArray());
        await WrittenBytes.AreWithout(host, $"{Canaries.Word}message");
        // It stays sealed whatever holds later.
        await scene.SetMode("off");
        await scene.Ask(threadId, "Is this plain?");
        await IsSealed(host, threadId);
    }

    [Fact]
    public async Task BecomesStrict_WithMoreThanIsSealedAtOnce_IsReadableAllTheWhile()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        var brought = string.Join(',', Enumerable.Range(0, 900).Select(number => $$"""{"role":"user","content":"kanari {{number}}"}"""));
        var threadId = await scene.NewThread($$""","messages":[{{brought}}]""");
        await scene.SetMode("strict");

        await scene.Ask(threadId, "And a kanari now");

        Assert.Equal(1, await host.Read(connection => connection.ExecuteScalar<int>("SELECT pending FROM thread_keys WHERE thread_id = @threadId", new { threadId })));
        Assert.Equal("kanari 0", (await scene.Branch(threadId))[0].GetProperty("content").GetString());
        await host.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);
        await IsSealed(host, threadId);
        Assert.Equal("kanari 0", (await scene.Branch(threadId))[0].GetProperty("content").GetString());
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>("SELECT pending FROM thread_keys WHERE thread_id = @threadId", new { threadId })));
    }

    [Fact]
    public async Task MovedToAStrictAssistant_IsSealedAtOnce()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await using var strict = await ChatScene.Set(host);
        var model = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}"))["model"].GetString();
        var other = await scene.Client.Post("/v2/assistants", $$$"""{"name":"Strict","model":"{{{model}}}","privacy":{"mode":"strict"}}""");
        var threadId = await scene.NewThread(""","title":"kanari" """);

        Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{threadId}", $$"""{"assistant_id":"{{other.Id}}"}""")).Status);

        await IsSealed(host, threadId);
        Assert.True((await scene.Client.Get($"/v2/threads/{threadId}"))["sealed"].GetBoolean());
    }

    [Fact]
    public async Task PulledPlug_LeavesNothingReadable_AndTheNextStartReadsIt()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("strict");
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, Canaries.Of("message"));
        var image = Directory.CreateTempSubdirectory("portal-image-").FullName;
        foreach (var file in Directory.EnumerateFiles(host.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(image, Path.GetRelativePath(host.DataDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await using (var again = PortalHost.Over(image))
        {
            Assert.Empty(WrittenBytes.With(again, Canaries.Word));
            var read = await again.Admin.Get($"/v2/threads/{threadId}/messages?order=asc");
            Assert.Equal(Canaries.Of("message"), read["data"][0].GetProperty("content").GetString());
        }

        Directory.Delete(image, recursive: true);
    }

    [Fact]
    public async Task Altered_OrMovedFromAnotherThread_IsRefused()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("strict");
        var (one, other) = (await scene.NewThread(), await scene.NewThread());
        await scene.Say(one, "One", ""","reply":false""");
        await scene.Say(other, "Other", ""","reply":false""");
        await host.Write(connection => connection.Execute(
            "UPDATE messages SET content = (SELECT content FROM messages WHERE thread_id = @other) WHERE thread_id = @one", new { one, other }));

        Assert.Equal(503, (await scene.Client.Get($"/v2/threads/{one}/messages")).Status);
        Assert.Equal(200, (await scene.Client.Get($"/v2/threads/{other}/messages")).Status);
    }

    [Fact]
    public async Task TextThatLooksSealed_InAThreadWithoutKey_IsThatText()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread(""","title":"sealed1:tkey_x:AAAA" """);
        Assert.Equal("sealed1:tkey_x:AAAA", (await scene.Client.Get($"/v2/threads/{threadId}"))["title"].GetString());
        await scene.SetMode("strict");
        await scene.Say(threadId, "Now it is", ""","reply":false""");
        Assert.Equal("sealed1:tkey_x:AAAA", (await scene.Client.Get($"/v2/threads/{threadId}"))["title"].GetString());
        await IsSealed(host, threadId);
    }

    [Fact]
    public async Task Original_IsSeenByThoseWhoMayReadTheThread_AndByNobodyElse()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("strict");
        var threadId = await scene.NewThread($$""","title":"{{Canaries.Of("title")}}" """);
        scene.Provider.Default = new FakeReply().Say("To [EMAIL_1].");
        var reply = await scene.Ask(threadId, $"I am {Canaries.Of("message")}.");
        var runId = reply.GetProperty("run_id").GetString();
        using var reader = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Read);
        using var silent = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.None);
        using var viewer = await host.AddMember(scene.ProjectId, Role.Viewer, ChatAccess.None);
        using var stranger = await host.AddMember(await host.AddProject("Other"), Role.Agent, ChatAccess.Write);
        using var owner = await host.SignedIn();
        using var manager = host.Client(await host.AddKey(scene.ProjectId, KeyScope.Manage));
        string[] paths = [$"/v2/threads/{threadId}", $"/v2/threads/{threadId}/messages", $"/v2/threads/{threadId}/export", $"/v2/runs/{runId}", "/v2/threads"];

        foreach (var client in new[] { reader.Client, owner.Client, scene.Client, host.Admin })
        {
            var read = await client.GetStringAsync(paths[1], Cancellation);
            Assert.Contains(Canaries.Of("message"), read);
            Assert.Contains(Canaries.Of("title"), await client.GetStringAsync(paths[0], Cancellation));
            // The trace shows what the model was told, to everybody.
            var run = await client.Get(paths[3]);
            Assert.Contains("I am [EMAIL_1].", run.Body.GetRawText());
            Assert.DoesNotContain(Canaries.Word, run.Body.GetRawText());
        }

        foreach (var client in new[] { silent.Client, viewer.Client, stranger.Client, manager })
        {
            foreach (var path in paths)
            {
                using var answer = await client.GetAsync(path, Cancellation);
                Assert.DoesNotContain(Canaries.Word, await answer.Content.ReadAsStringAsync(Cancellation));
                if (path != "/v2/threads") Assert.True((int)answer.StatusCode is 403 or 404, $"{path} {answer.StatusCode}");
            }
        }
    }

    /// <summary>Every text column of every table that holds something of threads is judged, and what is said is sealed.</summary>
    static async Task IsSealed(PortalHost host, string threadId)
    {
        var values = await host.Read(connection => connection.Query<(string Table, string Column)>("""
            SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.type = 'TEXT' AND (m.name IN ('threads', 'run_steps')
              OR EXISTS (SELECT 1 FROM pragma_table_info(m.name) t WHERE t.name = 'thread_id'))
            """).ToList().SelectMany(at => connection.Query<string?>(Of(at.Table, at.Column), new { threadId }).Select(value => (Place: $"{at.Table}.{at.Column}", Value: value))).ToList());
        Assert.NotEmpty(values);
        Assert.All(values.Where(one => !Unsaid.Contains(one.Place) && one.Value is not (null or "" or "[]" or "{}")), one => Assert.StartsWith(ThreadKey.Mark, one.Value));
        Assert.All(values.Where(one => one.Place == "usage.metadata"), one => Assert.Equal("{}", one.Value));
        Assert.DoesNotContain(SealedColumns.All.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column}")), Unsaid.Contains);
    }

    static string Of(string table, string column) => table switch
    {
        "threads" => $"SELECT {column} FROM threads WHERE id = @threadId",
        "run_steps" => $"SELECT s.{column} FROM run_steps s JOIN runs r ON r.id = s.run_id WHERE r.thread_id = @threadId",
        _ => $"SELECT {column} FROM {table} WHERE thread_id = @threadId",
    };

    static IEnumerable<string> Messages(string read) => read.Split('\n').Skip(1).Where(line => JsonElement.Parse(line).TryGetProperty("role", out _));
}
