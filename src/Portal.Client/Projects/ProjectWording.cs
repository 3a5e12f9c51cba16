using Portal.Client.Shared;

namespace Portal.Client.Projects;

static class ProjectWording
{
    /// <summary>The kinds that have starter templates; a project may name one of its own.</summary>
    public static readonly IReadOnlyList<string> Types = ["general", "customer_service", "engineering", "legal", "sales"];

    public static (string Text, Tone Tone, string Hint) State(Project project) => project switch
    {
        { Status: ProjectStatus.Archived } => ("Archived", Tone.Neutral, "Readable; nothing new can be made in it."),
        { Paused: true } => ("Paused", Tone.Warning, "Model calls are refused until somebody resumes it."),
        _ => ("Active", Tone.Good, "Its assistants answer."),
    };
}
