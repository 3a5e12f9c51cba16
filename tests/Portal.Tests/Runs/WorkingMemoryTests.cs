using Portal.Client.Threads;
using Portal.Models.Tokens;
using WorkingMemory = Portal.Runs.WorkingMemory;

namespace Portal.Tests.Runs;

public class WorkingMemoryTests
{
    [Fact]
    public void Select_MoreThanFits_KeepsTheNewestWholeMessages()
    {
        // 1,000 words and 4 tokens of frame each: sixteen fit into 16,384.
        var messages = Enumerable.Range(1, 30).Select(number => Message($"{number}", MessageRole.User, Words(1000))).ToList();

        var (kept, tokens) = WorkingMemory.Select(Enumerable.Reverse(messages), "any", new WordCounter());

        Assert.Equal(messages[14..], kept);
        Assert.Equal(16 * 1004, tokens);
    }

    [Fact]
    public void Select_NewestAloneTooLarge_IsKept()
    {
        var (kept, _) = WorkingMemory.Select([Message("2", MessageRole.User, Words(20_000)), Message("1", MessageRole.User, "before")], "any", new WordCounter());

        Assert.Equal("2", Assert.Single(kept).Id);
    }

    [Fact]
    public void Select_CallBeyondTheLimit_LeavesItsOutputOutToo()
    {
        var call = Message("1", MessageRole.Assistant, Words(16_000)) with { ToolCalls = [new ToolCall("call_1", "function", new ToolCallFunction("lookup", "{}"))] };
        var output = Message("2", MessageRole.Tool, Words(500)) with { ToolCallId = "call_1" };
        var newest = Message("3", MessageRole.User, Words(500));

        var (kept, tokens) = WorkingMemory.Select([newest, output, call], "any", new WordCounter());

        Assert.Equal("3", Assert.Single(kept).Id);
        Assert.Equal(504, tokens);
    }

    [Fact]
    public void Select_RepliesWithoutText_AreNotTold()
    {
        var empty = Message("2", MessageRole.Assistant, "x") with { Content = null, Status = MessageStatus.Failed };

        var (kept, _) = WorkingMemory.Select([Message("3", MessageRole.User, "again"), empty, Message("1", MessageRole.User, "first")], "any", new WordCounter());

        Assert.Equal(["1", "3"], kept.Select(message => message.Id));
    }

    [Fact]
    public void Select_MemoryOff_IsTheNewestUserMessageAndWhatWasCalledSince()
    {
        var call = Message("4", MessageRole.Assistant, "x") with { Content = null, ToolCalls = [new ToolCall("call_1", "function", new ToolCallFunction("lookup", "{}"))] };
        var output = Message("5", MessageRole.Tool, "found") with { ToolCallId = "call_1" };

        var (kept, _) = WorkingMemory.Select(
            [output, call, Message("3", MessageRole.User, "now"), Message("2", MessageRole.Assistant, "before"), Message("1", MessageRole.User, "first")],
            "any", new WordCounter(), enabled: false);

        Assert.Equal(["3", "4", "5"], kept.Select(message => message.Id));
    }

    static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));

    static Message Message(string id, MessageRole role, string text) => new(
        id, "thread_1", null, null, role, new MessageAuthor(AuthorType.User, "user_1", "User"), text, [], [], null, [], [],
        MessageStatus.Completed, null, null, null, null, new Dictionary<string, string>(), [], 0, 0);

    sealed class WordCounter : ITokenCounter
    {
        public int Count(string model, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
