using Portal.Client.Shared;

namespace Portal.Client.Providers;

static class ProviderWording
{
    public static (string Text, Tone Tone, string Hint) State(Provider provider, ProviderHealth? health = null) => provider switch
    {
        { Enabled: false } => ("Paused", Tone.Neutral, "No call goes to it."),
        { Status: ProviderStatus.Healthy } => ("Healthy", Tone.Good, "Its last calls succeeded."),
        { Status: ProviderStatus.Degraded } => ("Degraded", Tone.Warning, "Some of its last calls failed."),
        { Status: ProviderStatus.Open } => ("Circuit open", Tone.Bad, "Its calls kept failing, so they go elsewhere until it has rested."),
        _ when health is { Calls: > 0 } => ("Restarted", Tone.Neutral, "Portal has restarted since its last call."),
        _ => ("Not called yet", Tone.Neutral, "Test the connection to see whether it answers."),
    };

    /// <summary>The last hour in one sentence.</summary>
    public static string Hour(ProviderHealth health) => health.Calls == 0
        ? "No calls in the last hour"
        : $"{Wording.Count(health.Calls, "call")} in the last hour, {(health.Failures == 0 ? "none" : Figures.Whole(health.Failures))} failed";

    /// <summary>0.005 → "0.5 %"; what is not nothing never reads as nothing.</summary>
    public static string Percent(double rate) => rate is > 0 and < 0.001 ? "< 0.1 %" : $"{rate * 100:0.#} %";

    public static string Of(ProviderKind kind) => kind switch
    {
        ProviderKind.Builtin => "Built-in responder",
        ProviderKind.Openai => "OpenAI-compatible",
        _ => Wording.Of(kind),
    };

    public static string? BaseUrlExample(ProviderKind kind) => kind switch
    {
        ProviderKind.Ollama => "http://localhost:11434",
        ProviderKind.Openai => "https://api.openai.com/v1",
        _ => null,
    };
}
