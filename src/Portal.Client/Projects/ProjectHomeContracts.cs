using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Projects;

/// <summary>How much is going on in a project. Days are UTC.</summary>
/// <param name="Cost">US dollars of this month so far, over calls whose model has a price.</param>
/// <param name="Runs">Of this month so far.</param>
/// <param name="From">Unix seconds at which the first day begins.</param>
/// <param name="Days">Runs on each of the last 30 days, oldest first; the last one is today and not over.</param>
public sealed record ProjectActivity(string ProjectId, decimal Cost, long Runs, long From, IReadOnlyList<long> Days)
{
    public string Object => "project.activity";
}

/// <summary>Something that somebody should see to.</summary>
/// <param name="Message">What is so, and what it means.</param>
/// <param name="TargetType"><c>project</c>, <c>provider</c>, <c>model</c> or <c>key</c>.</param>
public sealed record ProjectAlert(ProjectAlertCode Code, AlertSeverity Severity, string Message, string TargetType, string TargetId)
{
    public string Object => "project.alert";
}

[JsonConverter(typeof(SnakeCaseEnum<ProjectAlertCode>))]
public enum ProjectAlertCode
{
    ProjectArchived,
    ProjectPaused,
    /// <summary>No enabled provider serves a model that an assistant uses.</summary>
    ModelUnavailable,
    /// <summary>The circuit of a provider is open: its calls go to a fallback, or are refused.</summary>
    ProviderOpen,
    /// <summary>A model that an assistant uses has no price: what it costs is not known.</summary>
    ModelUnpriced,
    /// <summary>A key of the project ends within 14 days, or has ended.</summary>
    KeyExpiring,
}

[JsonConverter(typeof(SnakeCaseEnum<AlertSeverity>))]
public enum AlertSeverity
{
    Info,
    Warning,
    /// <summary>Something does not work.</summary>
    Critical,
}

/// <summary>A step on the way to an assistant in use, ticked by what is there.</summary>
public sealed record ChecklistStep(ChecklistStepId Id, bool Done)
{
    public string Object => "project.checklist_step";
}

/// <summary>In the order in which they are taken.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ChecklistStepId>))]
public enum ChecklistStepId
{
    /// <summary>The project says what it is for, and an assistant has instructions.</summary>
    DefineScope,
    /// <summary>An assistant has a tool.</summary>
    RegisterTools,
    /// <summary>An assistant remembers.</summary>
    EnableMemory,
    /// <summary>A policy or an assistant's own settings hold for one of its assistants.</summary>
    SetPolicies,
    /// <summary>A model was called.</summary>
    TryChat,
}

/// <summary>What a project's home page says of it. Only what the caller may see is in the answers.</summary>
public interface IProjectHomeService
{
    /// <summary>Of each project among the ids whose use the caller may see, in their order.</summary>
    /// <param name="ids">1–100.</param>
    Task<Result<ListPage<ProjectActivity>>> ListActivity(IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>Worst first; keys only for those who manage the project.</summary>
    Task<Result<ListPage<ProjectAlert>>> ListAlerts(string id, CancellationToken cancellation);

    Task<Result<ListPage<ChecklistStep>>> ListChecklist(string id, CancellationToken cancellation);
}
