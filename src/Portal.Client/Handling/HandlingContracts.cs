using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

public sealed record AssignInput
{
    /// <summary>Null for nobody.</summary>
    [StringLength(64)]
    public required string? AssigneeId { get; init; }

    /// <summary>What the new assignee should know.</summary>
    [StringLength(NoteInput.LongestText), PlainText]
    public string? Note { get; init; }
}

public sealed record TakeOverInput;

public sealed record HandBackInput
{
    [StringLength(NoteInput.LongestText), PlainText]
    public string? Note { get; init; }
}

public sealed record PersonRequestInput
{
    /// <summary>What a person is asked for; seen by everybody who follows the thread.</summary>
    [StringLength(500), PlainText]
    public string? Reason { get; init; }
}

[ReadOnlyFields("id", "object", "thread_id", "author", "to", "thread_sequence", "created_at")]
public sealed record NoteInput
{
    public const int LongestText = 10_000;

    [StringLength(LongestText, MinimumLength = 1), PlainText]
    public required string Text { get; init; }

    /// <summary><c>note</c> or <c>whisper</c>.</summary>
    public NoteKind Kind { get; init; }

    /// <summary>Whom the note is for; a whisper without it is for whoever has the thread.</summary>
    [StringLength(64)]
    public string? ToUserId { get; init; }

    [MaxLength(20)]
    public IReadOnlyList<string>? Mentions { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<NoteKind>))]
public enum NoteKind
{
    Note,
    /// <summary>From a supervisor to who has the thread.</summary>
    Whisper,
    /// <summary>Given along when the thread was assigned or handed back.</summary>
    HandOver,
}

/// <summary>What the staff say to each other about a thread: for signed-in people only, never for the model.</summary>
/// <param name="ThreadSequence">Of the event <c>note.created</c> that tells of it.</param>
public sealed record ThreadNote(
    string Id,
    string ThreadId,
    NoteKind Kind,
    PersonName Author,
    PersonName? To,
    string Text,
    IReadOnlyList<PersonName> Mentions,
    long ThreadSequence,
    long CreatedAt)
{
    public string Object => "thread.note";
}

/// <summary>Who did something, as events tell it.</summary>
public sealed record EventActor(ActorType Type, string Id, string Name);

/// <summary>One thing that somebody did with a thread.</summary>
/// <param name="Assignee">Who has it since then, of <c>thread.assigned</c>; null for nobody.</param>
/// <param name="Note">The id of a note.</param>
/// <param name="Changed">The names of the fields that <c>thread.updated</c> has changed.</param>
public sealed record ThreadActivity(
    long ThreadSequence,
    string Type,
    long At,
    EventActor Actor,
    PersonName? Assignee,
    string? Reason,
    string? Note,
    IReadOnlyList<string>? Changed,
    ThreadStatus? ThreadStatus);
