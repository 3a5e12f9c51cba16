using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Runs;

namespace Portal.Handling;

/// <summary>What the events of what people do with a thread carry; of a note its id, never its text.</summary>
internal sealed record ActivityFields(long At, EventActor Actor)
{
    public PersonName? Assignee { get; init; }

    public string? Reason { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<string>? Changed { get; init; }

    public ThreadStatus? ThreadStatus { get; init; }

    public static ActivityFields Of(AuditActor actor, long at) => new(at, new EventActor(actor.Type, actor.Id, actor.Name));

    public EventDraft ToDraft(string type) => new(type, null, null, Wire.Serialize(this)[1..^1]);

    public static ThreadActivity Read(ThreadEvent happened)
    {
        var fields = Wire.Deserialize<ActivityFields>($"{{{happened.Fields}}}");
        return new ThreadActivity(
            happened.ThreadSequence, happened.Type, fields.At, fields.Actor, fields.Assignee, fields.Reason, fields.Note, fields.Changed, fields.ThreadStatus);
    }
}
