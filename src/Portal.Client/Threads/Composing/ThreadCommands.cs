using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Assistants.Schemas;

namespace Portal.Client.Threads.Composing;

/// <summary>What can be done in a thread from where one writes; only what can be done now is offered.</summary>
sealed class ThreadCommands(ComposerWords words) : IComposerCommands
{
    static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ValueTask<IReadOnlyList<ComposerEntry>> List(ComposerContext context, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<ComposerEntry>>([.. Actions(context.Session), .. Functions(context.Assistant)]);

    IEnumerable<ComposerEntry> Actions(ThreadSession session)
    {
        var group = words["Commands"];
        if (session.Conversation.Active is { } active)
            yield return new("stop", words["StopCommand"], group, async token => new(Error: await session.Cancel(active, token)));
        var last = session.Conversation.LastReply;
        if (last is { IsEnded: true, Message.Author.Type: not AuthorType.User })
            yield return new("retry", words["Retry"], group, async token => new(Error: await session.Retry(last, null, token)));
        if (session.Conversation.LastSaid is { } said)
            yield return new("quote", words["Quote"], group, _ => ComposerOutcome.Text(Quotation.Of(said.Text)));
    }

    IEnumerable<ComposerEntry> Functions(Assistant? assistant) =>
        from tool in assistant?.Tools ?? []
        where tool.Function is not null
        let function = tool.Function
        let call = $"/call {function.Name} {ArgumentsOf(function)}"
        select new ComposerEntry($"call {function.Name}", words.Format("Call", function.Name), words["Functions"], _ => ComposerOutcome.Text(call), function.Description);

    static string ArgumentsOf(FunctionTool function)
    {
        if (function.Parameters is not { } schema) return "{}";
        using var example = JsonDocument.Parse(SchemaExample.Of(schema));
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, OneLine)) example.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
