namespace Portal.Client.Threads.Inspect;

/// <summary>The parts of the panel, by their words in the address.</summary>
static class InspectTabs
{
    public const string Run = "run";
    public const string Memory = "memory";
    public const string Details = "details";
    public const string Why = "why";

    public static readonly IReadOnlyList<(string Word, string Text)> All = [(Run, "TabRun"), (Memory, "TabMemory"), (Details, "TabDetails"), (Why, "TabWhy")];
}
