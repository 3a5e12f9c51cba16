using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Import;
using Portal.Client.Threads;
using Portal.Threads;
using static Portal.Import.ExportReader;

namespace Portal.Import;

/// <summary>The export's threads and messages as Portal's. A thread there knows no assistant, so it goes to the one that answered last.</summary>
internal sealed class ThreadsImport(ImportPlan plan, AssistantsImport assistants, string projectId, Caller caller, long now)
{
    const int MostThreads = 20_000;
    const int MostMessages = 50_000;
    const int TitleLength = 80;

    /// <param name="earlier">The export's ids of the threads that were imported before.</param>
    public void Read(ImportInput input, IReadOnlySet<string> earlier)
    {
        var threads = Objects(input.Threads, "threads", "thread", MostThreads);
        plan.ThreadsFound = threads.Count;
        var messages = Messages(input, threads);
        // Ids sort by time of making, and lists by ids.
        foreach (var (index, one) in threads.Index().OrderBy(thread => Time(thread.Item, $"threads[{thread.Index}]", now)))
        {
            var at = $"threads[{index}]";
            var origin = Id(one, at);
            if (earlier.Contains(origin)) plan.Note(ImportNoteKind.LeftOut, at, "The thread was imported before.");
            else Add(one, at, origin, messages.GetValueOrDefault(origin) ?? []);
        }
    }

    Dictionary<string, List<(JsonElement Message, string Place)>> Messages(ImportInput input, IReadOnlyList<JsonElement> threads)
    {
        var byThread = threads.Index().ToDictionary(
            thread => Id(thread.Item, ""),
            thread => Objects(Field(thread.Item, "messages"), $"threads[{thread.Index}].messages", "thread.message", MostMessages)
                .Select((message, index) => (message, $"threads[{thread.Index}].messages[{index}]")).ToList());
        var apart = Objects(input.Messages, "messages", "thread.message", MostMessages);
        plan.MessagesFound = apart.Count + byThread.Values.Sum(list => list.Count);
        if (plan.MessagesFound > MostMessages) throw Wrong($"The export holds {plan.MessagesFound} messages; the most is {MostMessages}. Split it.", "messages");
        foreach (var (index, message) in apart.Index())
        {
            var at = $"messages[{index}]";
            var thread = Text(message, "thread_id", at) ?? throw Wrong($"'{at}.thread_id' is missing.", $"{at}.thread_id");
            if (byThread.TryGetValue(thread, out var list)) list.Add((message, at));
            else plan.Note(ImportNoteKind.LeftOut, at, $"Its thread '{Short(thread)}' is not in the export.");
        }

        return byThread;
    }

    void Add(JsonElement one, string at, string origin, List<(JsonElement Message, string Place)> messages)
    {
        var ordered = messages.Index().OrderBy(message => Time(message.Item.Message, message.Item.Place, now)).ThenBy(message => message.Index).Select(message => message.Item).ToList();
        var answered = ordered.Select(message => Text(message.Message, "assistant_id", message.Place)).LastOrDefault(id => id is not null && assistants.Known.ContainsKey(id));
        if (answered is null && assistants.Known.Count != 1)
        {
            plan.Note(ImportNoteKind.LeftOut, at, "No assistant of the export has answered in it, so that nobody could go on with it.");
            return;
        }

        var assistant = answered is null ? assistants.Known.Values.Single() : assistants.Known[answered];
        var thread = new ChatThread(
            Ids.New("thread"), projectId, assistant.Id, null, ThreadStatus.Active, caller.Id, null,
            AssistantsImport.Marked(Metadata(one, at), origin, at, plan), Time(one, at, now), null);
        if (Field(one, "tool_resources") is { } resources && resources.GetRawText() != "{}")
            plan.Note(ImportNoteKind.LeftOut, $"{at}.tool_resources", "Files do not come over.");
        var made = new List<Message>();
        foreach (var (message, place) in ordered)
        {
            if (Make(message, place, thread, assistant, made.LastOrDefault()?.Id) is { } next) made.Add(next);
        }

        var newest = made.LastOrDefault();
        plan.Threads.Add((thread with
        {
            Title = Title(made),
            LastMessageAt = newest?.CreatedAt,
            Preview = ThreadPreview.Of(newest?.Content),
            LastActivityAt = newest?.CreatedAt ?? thread.CreatedAt,
        }, made));
    }

    Message? Make(JsonElement one, string at, ChatThread thread, (string Id, string Name) fallback, string? parent)
    {
        var role = Text(one, "role", at) switch
        {
            "user" => MessageRole.User,
            "assistant" => MessageRole.Assistant,
            var other => throw Wrong($"'{at}.role' is '{Short(other ?? "")}', but must be user or assistant.", $"{at}.role"),
        };
        var text = Content(one, at);
        if (Field(one, "attachments") is { ValueKind: JsonValueKind.Array } attached && attached.GetArrayLength() > 0)
            plan.Note(ImportNoteKind.LeftOut, $"{at}.attachments", "Files do not come over.");
        if (string.IsNullOrWhiteSpace(text))
        {
            plan.Note(ImportNoteKind.LeftOut, at, "The message holds no text.");
            return null;
        }

        if (text.Length > MessageRules.MaxCharacters) throw Wrong($"'{at}.content' holds {text.Length} characters; the most is {MessageRules.MaxCharacters}.", $"{at}.content");
        var (id, name) = Text(one, "assistant_id", at) is { } by && assistants.Known.TryGetValue(by, out var known) ? known : fallback;
        var author = role is MessageRole.Assistant
            ? new MessageAuthor(AuthorType.Assistant, id, name)
            : new MessageAuthor(caller.Kind is ActorType.User ? AuthorType.User : AuthorType.Key, caller.Id, caller.Name);
        var time = Time(one, at, now);
        return new Message(
            Ids.New("msg"), thread.Id, null, parent, role, author, text, [], [], null, [], [], MessageStatus.Completed, null, null, null, null,
            Metadata(one, at), [], time, time);
    }

    string Content(JsonElement one, string at)
    {
        if (Field(one, "content") is not { } content) return "";
        if (content.ValueKind is JsonValueKind.String) return content.GetString()!;
        var texts = new List<string>();
        foreach (var (part, place) in Items(one, "content", at))
        {
            if (Text(part, "type", place) is not "text" and var type)
            {
                plan.Note(ImportNoteKind.LeftOut, place, $"Parts of the type '{Short(type ?? "")}' do not come over.");
                continue;
            }

            var text = Field(part, "text") ?? throw Wrong($"'{place}.text' is missing.", $"{place}.text");
            texts.Add((text.ValueKind is JsonValueKind.String ? text.GetString() : text.ValueKind is JsonValueKind.Object ? Text(text, "value", $"{place}.text") : null)
                ?? throw Wrong($"'{place}.text' must hold its text in 'value'.", $"{place}.text"));
        }

        return string.Join("\n\n", texts);
    }

    static string? Title(List<Message> messages)
    {
        if (messages.FirstOrDefault(message => message.Role is MessageRole.User)?.Content?.PlainText is not { } text) return null;
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        if (line.Length <= TitleLength) return line.Length == 0 ? null : line;
        // Not within a character.
        var cut = System.Globalization.StringInfo.ParseCombiningCharacters(line).Last(start => start < TitleLength);
        return $"{line[..cut].TrimEnd()}…";
    }
}
