using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Fakes;

namespace Portal.Tests.Threads.Sealing;

/// <summary>A conversation that has personal data in every place where something can be said.</summary>
static class Canaries
{
    /// <summary>Every canary begins so.</summary>
    public const string Word = "kanari";

    public static readonly string[] Said = ["title", "metadata", "message", "messagemetadata", "reply", "reasoning", "arguments", "output", "note", "comment", "asked"];

    public static string Of(string place) => $"{Word}{place}@example.com";

    public static Task SetMode(this ChatScene scene, string mode) => scene.Client.Post(
        $"/v2/assistants/{scene.AssistantId}", $$$"""{"privacy":{"mode":"{{{mode}}}","allowed_entities":["email"]}}""");

    /// <summary>In a project whose assistant has the lookup tool.</summary>
    public static async Task<string> Plant(ChatScene scene)
    {
        var threadId = await scene.NewThread($$""","title":"{{Of("title")}}","metadata":{"who":"{{Of("metadata")}}"}""");
        scene.Provider.Enqueue(
            new FakeReply().Reason(Of("reasoning")).Call(0, "a", "lookup", $$"""{"id":"{{Of("arguments")}}"}""").Done(null, "tool_calls"),
            new FakeReply().Say($"It is {Of("reply")}."),
            FakeReply.Status(400, $$$"""{"error":{"message":"Refused: {{{Of("detail")}}}"}}"""));
        var asked = await scene.Ask(threadId, $"I am {Of("message")}.", $$""","metadata":{"mail":"{{Of("messagemetadata")}}"}""");
        var callId = asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!;
        var answered = await scene.Answer(threadId, callId, $"Found {Of("output")}", ("Prefer", "wait=30"));
        var reply = answered["reply"];
        Assert.Equal("completed", reply.GetProperty("status").GetString());
        await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/feedback", $$"""{"rating":"down","comment":"{{Of("comment")}}"}""");
        var failed = await scene.Ask(threadId, "And again?");
        Assert.Equal("failed", failed.GetProperty("status").GetString());
        using var person = await scene.Host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Write);
        Assert.Equal(201, (await person.Client.Post($"/v2/threads/{threadId}/notes", $$"""{"text":"{{Of("note")}}"}""")).Status);
        Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{threadId}/request_person", $$"""{"reason":"{{Of("asked")}}"}""")).Status);
        Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{threadId}", $$"""{"title":"New {{Of("title")}}"}""")).Status);
        return threadId;
    }

    /// <summary>All that a reader of the thread is shown.</summary>
    public static async Task<string> Read(ChatScene scene, string threadId)
    {
        var thread = await scene.Client.Get($"/v2/threads/{threadId}");
        var messages = await scene.Branch(threadId);
        using var person = await scene.Host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Read);
        var notes = await person.Client.Get($"/v2/threads/{threadId}/notes");
        var activity = await person.Client.Get($"/v2/threads/{threadId}/activity?limit=100");
        return string.Join('\n', [thread.Body.GetRawText(), .. messages.Select(message => message.GetRawText()), notes.Body.GetRawText(), activity.Body.GetRawText()]);
    }
}
