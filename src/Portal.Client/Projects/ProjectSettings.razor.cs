using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Projects;

public sealed partial class ProjectSettings
{
    readonly FormErrors errors = new();
    ConfirmDialog? archive;
    Project? shown;
    string? note;
    string? name;
    string? description;
    string? type;
    string? metadata;
    decimal? retention;

    [Parameter, EditorRequired]
    public Project Project { get; set; } = null!;

    [Parameter]
    public bool MayManage { get; set; }

    [Parameter]
    public EventCallback<Project> Saved { get; set; }

    [Parameter]
    public EventCallback Archived { get; set; }

    bool ReadOnly => !MayManage || Project.Status == ProjectStatus.Archived;

    bool Dirty => shown is not null && !ReadOnly
        && (name != shown.Name || (description ?? "") != (shown.Description ?? "") || type != shown.AssistantType
            || (metadata ?? "") != (Lines.JoinPairs(shown.Metadata) ?? "") || retention != shown.RetentionDays);

    protected override void OnParametersSet()
    {
        // A pause of the same project leaves what is being typed alone.
        if (shown is not null && shown with { Paused = Project.Paused, UpdatedAt = Project.UpdatedAt, Status = Project.Status, Metadata = Project.Metadata } == Project)
            return;
        Fill(Project);
    }

    void Fill(Project project)
    {
        shown = project;
        (name, description, type, metadata, retention) = (project.Name, project.Description, project.AssistantType, Lines.JoinPairs(project.Metadata), project.RetentionDays);
    }

    async Task Save()
    {
        errors.Clear();
        note = null;
        if (!Lines.TrySplitPairs(metadata, out var pairs)) errors.Set("metadata", "Write one pair on each line: name = value.");
        int? days = retention is { } typed && typed is >= 1 and <= 3650 && decimal.IsInteger(typed) ? (int)typed : null;
        if (retention is not null && days is null) errors.Set("retention_days", "Enter a whole number from 1 to 3,650, or nothing to keep threads.");
        var details = new ProjectDetails(name?.Trim() ?? "", string.IsNullOrWhiteSpace(description) ? null : description, type, pairs, days);
        var rules = new ProjectInput { Name = details.Name, Description = details.Description, AssistantType = type, Metadata = pairs, RetentionDays = days };
        if (!errors.Check(rules)) return;
        var answer = await Service.Describe(Project.Id, details, CancellationToken.None);
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        Fill(answer.Value);
        note = "Saved.";
        await Saved.InvokeAsync(answer.Value);
    }

    async Task<ApiError?> Archive()
    {
        var answer = await Service.Archive(Project.Id, CancellationToken.None);
        if (answer.IsSuccess) await Archived.InvokeAsync();
        return answer.Error;
    }
}
