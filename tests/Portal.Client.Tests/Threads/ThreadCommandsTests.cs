using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Layout;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Composing;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadCommandsTests : BunitContext
{
    readonly FakeChat chat = new();

    public ThreadCommandsTests() => Services.AddPages().AddSingleton(Refusing.Everything<ICannedRepliesService>());

    [Fact]
    public async Task EmptyThread_OffersNothingThatCannotBeDone() => Assert.Empty(await List());

    [Fact]
    public async Task RunningReply_CanBeStoppedAndQuoted()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        chat.Script.Text(reply.Id, "Because\n\nof it.");

        var entries = await List();

        Assert.Equal(["stop", "quote"], entries.Select(entry => entry.Name));
        Assert.Equal("> Because\n>\n> of it.\n\n", (await entries[1].Choose(Xunit.TestContext.Current.CancellationToken)).Insert);
    }

    [Fact]
    public async Task Function_IsCalledWithAnExampleOfItsArguments()
    {
        var parameters = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"number":{"type":"string","examples":["A-1001"]},"days":{"type":"integer","minimum":3}}}""");
        var entries = await List(new() { Name = "find_order", Description = "Finds an order.", Parameters = parameters }, new() { Name = "list_orders" });

        Assert.Equal(["call find_order", "call list_orders"], entries.Select(entry => entry.Name));
        Assert.Equal("""/call find_order {"number":"A-1001","days":3}""", (await entries[0].Choose(Xunit.TestContext.Current.CancellationToken)).Insert);
        Assert.Equal("/call list_orders {}", (await entries[1].Choose(Xunit.TestContext.Current.CancellationToken)).Insert);
    }

    async Task<IReadOnlyList<ComposerEntry>> List(params FunctionTool[] functions)
    {
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, TimeProvider.System);
        var assistant = new Assistant(
            "asst_1", "proj_1", "Helper", null, null, null, [], "model", [.. functions.Select(function => new AssistantTool { Type = "function", Function = function })],
            new(), new(), new(), false, new Dictionary<string, string>(), [], 1, false, 0, 0);
        return await Services.GetServices<IComposerCommands>().OfType<ThreadCommands>().Single().List(new(session, assistant), Xunit.TestContext.Current.CancellationToken);
    }
}
