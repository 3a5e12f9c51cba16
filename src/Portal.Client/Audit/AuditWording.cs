using Portal.Client.Shared;

namespace Portal.Client.Audit;

static class AuditWording
{
    public static (string Text, Tone Tone) Outcome(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Success => ("Success", Tone.Good),
        AuditOutcome.Denied => ("Denied", Tone.Warning),
        _ => ("Failure", Tone.Bad),
    };

    public static string Actor(AuditActor actor) => actor.Name.Length > 0 ? actor.Name : Wording.Of(actor.Type);
}
