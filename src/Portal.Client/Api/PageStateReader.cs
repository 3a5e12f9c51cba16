using System.Text.Json;
using Portal.Client.Access;
using Portal.Client.Alerts;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Client.Projects;
using Portal.Client.Threads;

namespace Portal.Client.Api;

/// <summary>
/// Reads what the shell and an open thread keep for the browser. The generated serializers read the same, but there the
/// interpreter first compiles five thousand of their methods, a quarter of the time until the page can be used.
/// </summary>
static class PageStateReader
{
    /// <returns>A <see cref="Func{T, TResult}"/> from the JSON to the type; null where the generated serializer is to read it.</returns>
    public static Delegate? Find(Type type) =>
        type == typeof(Session) ? ReadSession
        : type == typeof(ListPage<Project>) ? (JsonElement json) => ReadPage(json, ReadProject)
        : type == typeof(ListPage<ChatThread>) ? (JsonElement json) => ReadPage(json, ReadThread)
        : type == typeof(ListPage<Message>) ? (JsonElement json) => ReadPage(json, ReadMessage)
        : type == typeof(IReadOnlyList<AssistantLine>) ? ReadAssistants
        : type == typeof(AssistantLine) ? ReadAssistant
        : type == typeof(ChatThread) ? ReadThread
        : null;

    static Session ReadSession(JsonElement json) => new(
        Text(json, "user_id"), Text(json, "name"), Text(json, "email"), Word<Role>(json, "role"), Flag(json, "manages_organization"),
        Many(json, "projects", place => new SessionProject(Text(place, "project_id"), Word<Role>(place, "role"), Word<ChatAccess>(place, "chat_access"))))
    {
        TimeZone = Text(json, "time_zone"),
        Locale = MaybeText(json, "locale"),
        OrganizationName = Text(json, "organization_name"),
        OrganizationLogo = MaybeText(json, "organization_logo"),
        DisplayCurrency = Maybe(json, "display_currency", currency => new DisplayCurrency { Code = Text(currency, "code"), Rate = currency.GetProperty("rate").GetDecimal() }),
        TableColumns = json.GetProperty("table_columns").EnumerateObject().ToDictionary(
            table => table.Name, IReadOnlyList<string> (table) => [.. table.Value.EnumerateArray().Select(column => column.GetString()!)]),
    };

    static Project ReadProject(JsonElement json) => new(
        Text(json, "id"), Text(json, "name"), MaybeText(json, "description"), Text(json, "assistant_type"), Word<ProjectStatus>(json, "status"),
        Flag(json, "paused"), Pairs(json, "metadata"), Number(json, "created_at"), Number(json, "updated_at"))
    {
        RetentionDays = (int?)MaybeNumber(json, "retention_days"),
    };

    static IReadOnlyList<AssistantLine> ReadAssistants(JsonElement json) => [.. json.EnumerateArray().Select(ReadAssistant)];

    static AssistantLine ReadAssistant(JsonElement json) => new(
        Text(json, "id"), Text(json, "name"), MaybeText(json, "description"), Text(json, "model"), Flag(json, "archived"));

    static ChatThread ReadThread(JsonElement json) => new(
        Text(json, "id"), Text(json, "project_id"), Text(json, "assistant_id"), MaybeText(json, "title"), Word<ThreadStatus>(json, "status"),
        Text(json, "created_by"), MaybeText(json, "assignee_id"), Pairs(json, "metadata"), Number(json, "created_at"), MaybeNumber(json, "last_message_at"))
    {
        LastSequence = Number(json, "last_sequence"),
        Assignee = Maybe(json, "assignee", ReadPerson),
        TakenOverBy = Maybe(json, "taken_over_by", ReadPerson),
        TakenOverAt = MaybeNumber(json, "taken_over_at"),
        WaitingFor = MaybeText(json, "waiting_for") is null ? null : Word<WaitingFor>(json, "waiting_for"),
        WaitingSince = MaybeNumber(json, "waiting_since"),
        Preview = MaybeText(json, "preview"),
        LastActivityAt = Number(json, "last_activity_at"),
        Sealed = Flag(json, "sealed"),
        Pinned = json.GetProperty("pinned").ValueKind == JsonValueKind.Null ? null : Flag(json, "pinned"),
        Unread = (int?)MaybeNumber(json, "unread"),
        SeenSequence = MaybeNumber(json, "seen_sequence"),
        FirstUnreadId = MaybeText(json, "first_unread_id"),
        Match = json.TryGetProperty("match", out var match) ? ReadMatch(match) : null,
    };

    static PersonName ReadPerson(JsonElement json) => new(Text(json, "id"), Text(json, "name"));

    static ThreadMatch ReadMatch(JsonElement json) => new(
        Word<ThreadMatchField>(json, "field"), MaybeText(json, "message_id"), Text(json, "text"),
        Many(json, "ranges", range => new TextRange((int)Number(range, "start"), (int)Number(range, "end"))));

    static Message ReadMessage(JsonElement json) => new(
        Text(json, "id"), Text(json, "thread_id"), MaybeText(json, "run_id"), MaybeText(json, "parent_id"), Word<MessageRole>(json, "role"),
        ReadAuthor(json.GetProperty("author")), Maybe(json, "content", ReadContent), Many(json, "attachments", ReadAttachment),
        Many(json, "tool_calls", ReadCall), MaybeText(json, "tool_call_id"),
        Many(json, "reasoning", part => new Reasoning(Text(part, "text"), MaybeText(part, "summary"), MaybeNumber(part, "duration_ms"))), Many(json, "annotations", ReadAnnotation),
        Word<MessageStatus>(json, "status"), Maybe(json, "error", ReadError),
        MaybeText(json, "model"), Maybe(json, "usage", ReadUsage), Maybe(json, "feedback", ReadFeedback), Pairs(json, "metadata"),
        Many(json, "sibling_ids", id => id.GetString()!), Number(json, "created_at"), MaybeNumber(json, "completed_at"))
    {
        ApprovalId = MaybeText(json, "approval_id"),
        FirstSequence = MaybeNumber(json, "first_sequence"),
        SafetyFlags = Many(json, "safety_flags", ReadFlag),
    };

    static MessageError ReadError(JsonElement json) => new(Text(json, "code"), Text(json, "message"))
    {
        RefusalId = json.TryGetProperty("refusal_id", out var refusal) ? refusal.GetString() : null,
    };

    static SafetyFlag ReadFlag(JsonElement json) => new(
        Text(json, "event_id"), MaybeText(json, "policy_id"), Text(json, "rule_id"), Text(json, "type"), Word<PolicyDirection>(json, "direction"), MaybeText(json, "entity"),
        Word<PolicyAction>(json, "action"))
    {
        MessageId = MaybeText(json, "message_id"),
    };

    static MessageAuthor ReadAuthor(JsonElement json) => new(Word<AuthorType>(json, "type"), Text(json, "id"), Text(json, "name"));

    static MessageContent ReadContent(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? new(json.GetString()!)
        : new([.. json.EnumerateArray().Select(part => new ContentPart { Type = Text(part, "type"), Text = MaybeText(part, "text") })]);

    static Attachment ReadAttachment(JsonElement json) => new()
    {
        FileId = Text(json, "file_id"),
        Tools = json.GetProperty("tools").ValueKind == JsonValueKind.Null ? null : Many(json, "tools", tool => new AttachmentTool { Type = Text(tool, "type") }),
    };

    static ToolCall ReadCall(JsonElement json)
    {
        var function = json.GetProperty("function");
        return new(Text(json, "id"), Text(json, "type"), new(Text(function, "name"), Text(function, "arguments")));
    }

    static Annotation ReadAnnotation(JsonElement json) => new(
        Text(json, "type"), (int)Number(json, "start"), (int)Number(json, "end"), MaybeText(json, "file_id"), MaybeText(json, "quote"));

    static TokenUsage ReadUsage(JsonElement json) => new(
        (int)Number(json, "input_tokens"), (int)Number(json, "cached_tokens"), (int)Number(json, "output_tokens"), (int)Number(json, "reasoning_tokens"),
        (int)Number(json, "total_tokens"), json.GetProperty("cost") is { ValueKind: JsonValueKind.Number } cost ? cost.GetDecimal() : null,
        Word<UsageAccuracy>(json, "accuracy"));

    static Feedback ReadFeedback(JsonElement json) => new(Word<FeedbackRating>(json, "rating"), MaybeText(json, "reason"), MaybeText(json, "comment"));

    static ListPage<T> ReadPage<T>(JsonElement json, Func<JsonElement, T> read) =>
        new(Many(json, "data", read), MaybeText(json, "first_id"), MaybeText(json, "last_id"), Flag(json, "has_more"));

    static T[] Many<T>(JsonElement json, string name, Func<JsonElement, T> read) => [.. json.GetProperty(name).EnumerateArray().Select(read)];

    static T? Maybe<T>(JsonElement json, string name, Func<JsonElement, T> read)
        where T : class => json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? read(value) : null;

    static Dictionary<string, string> Pairs(JsonElement json, string name)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var pair in json.GetProperty(name).EnumerateObject()) pairs[pair.Name] = pair.Value.GetString()!;
        return pairs;
    }

    static T Word<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.Parse<T>(Text(json, name).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    static string? MaybeText(JsonElement json, string name) => json.GetProperty(name).GetString();

    static bool Flag(JsonElement json, string name) => json.GetProperty(name).GetBoolean();

    static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    static long? MaybeNumber(JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
}
