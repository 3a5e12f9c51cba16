using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Desk;

/// <summary>One item of the desk's live feed, by its <c>type</c>; one of a type that is not known here says nothing else.</summary>
[JsonConverter(typeof(DeskEventConverter))]
public record DeskEvent(string Type);

/// <summary>
/// The first item, and again where more has changed than is told one by one: lists that the page holds are to be read anew.
/// </summary>
public sealed record DeskSnapshot(IReadOnlyList<ThreadPresence> Presence, IReadOnlyList<Attention> Attention) : DeskEvent(Word)
{
    public const string Word = "snapshot";
}

/// <param name="Cause">The newest of the events that have changed it, such as <c>message.completed</c>.</param>
public sealed record ThreadChanged(ChatThread Thread, string Cause) : DeskEvent(Word)
{
    public const string Word = "thread.changed";
}

public sealed record ThreadDeleted(string ThreadId) : DeskEvent(Word)
{
    public const string Word = "thread.deleted";
}

public sealed record AttentionAdded(Attention Attention) : DeskEvent(Word)
{
    public const string Word = "attention.added";
}

/// <summary>Nothing of the thread needs the caller but what is added after this.</summary>
public sealed record AttentionCleared(string ThreadId) : DeskEvent(Word)
{
    public const string Word = "attention.cleared";
}

public sealed record PresenceChanged(string ThreadId, IReadOnlyList<PresentPerson> People) : DeskEvent(Word)
{
    public const string Word = "presence.changed";
}

/// <summary>Who has a thread open before them.</summary>
public sealed record ThreadPresence(string ThreadId, IReadOnlyList<PresentPerson> People);

public sealed record PresentPerson(string UserId, string Name, PresenceState State);

[JsonConverter(typeof(SnakeCaseEnum<PresenceState>))]
public enum PresenceState
{
    /// <summary>Gone, or the page is hidden.</summary>
    Away,
    Viewing,
    Writing,
}

sealed class DeskEventConverter : JsonConverter<DeskEvent>
{
    public override DeskEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        var type = json.GetProperty("type").GetString()!;
        return type switch
        {
            DeskSnapshot.Word => json.Deserialize(ApiJson.Default.DeskSnapshot)!,
            ThreadChanged.Word => json.Deserialize(ApiJson.Default.ThreadChanged)!,
            ThreadDeleted.Word => json.Deserialize(ApiJson.Default.ThreadDeleted)!,
            AttentionAdded.Word => json.Deserialize(ApiJson.Default.AttentionAdded)!,
            AttentionCleared.Word => json.Deserialize(ApiJson.Default.AttentionCleared)!,
            PresenceChanged.Word => json.Deserialize(ApiJson.Default.PresenceChanged)!,
            _ => new DeskEvent(type),
        };
    }

    public override void Write(Utf8JsonWriter writer, DeskEvent value, JsonSerializerOptions options)
    {
        if (value.GetType() == typeof(DeskEvent)) throw new NotSupportedException("An item of an unknown type is never sent.");
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
