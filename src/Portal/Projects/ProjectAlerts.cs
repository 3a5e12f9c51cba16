using Portal.Client.Projects;
using Portal.Keys;
using Portal.Models;

namespace Portal.Projects;

/// <summary>What is so, as a sentence for somebody who can do something about it.</summary>
internal static class ProjectAlerts
{
    public static IEnumerable<ProjectAlert> Of(Project project)
    {
        if (project.Status is ProjectStatus.Archived)
            yield return new(ProjectAlertCode.ProjectArchived, AlertSeverity.Info, "The project is archived: it can be read, but nothing new can be made in it.", "project", project.Id);
        else if (project.Paused)
            yield return new(ProjectAlertCode.ProjectPaused, AlertSeverity.Warning, "The project is paused: its assistants do not answer until somebody resumes it.", "project", project.Id);
    }

    public static IEnumerable<ProjectAlert> Of(IReadOnlyList<ModelState> models)
    {
        foreach (var model in models.Where(model => !model.IsServed))
            yield return new(ProjectAlertCode.ModelUnavailable, AlertSeverity.Critical, $"No enabled provider serves the model {model.Name}, so the assistants that use it cannot answer.", "model", model.Name);
        foreach (var open in models.SelectMany(model => model.Targets).Where(target => target is { Enabled: true, Open: true }).DistinctBy(target => target.ProviderId))
            yield return new(ProjectAlertCode.ProviderOpen, AlertSeverity.Critical, OpenMessage(open, models), "provider", open.ProviderId);
        foreach (var model in models.Where(model => model is { IsServed: true, HasPrice: false }))
            yield return new(ProjectAlertCode.ModelUnpriced, AlertSeverity.Warning, $"The model {model.Name} is in use and has no price, so the costs shown are too low.", "model", model.Name);
    }

    public static IEnumerable<ProjectAlert> Of(IEnumerable<EndingKey> keys, long now) => keys.Select(key => new ProjectAlert(
        ProjectAlertCode.KeyExpiring, key.ExpiresAt <= now ? AlertSeverity.Critical : AlertSeverity.Warning, EndMessage(key, now), "key", key.Id));

    static string OpenMessage(ModelTargetState open, IReadOnlyList<ModelState> models)
    {
        var alone = models
            .Where(model => model.Targets.Any(target => target.ProviderId == open.ProviderId) && model.Targets.All(target => !target.Enabled || target.Open))
            .Select(model => model.Name).ToList();
        return $"The calls to the provider {open.ProviderName} keep failing, so it rests. "
            + (alone.Count == 0 ? "Fallbacks serve its models meanwhile." : $"Nothing else serves {string.Join(", ", alone)}.");
    }

    static string EndMessage(EndingKey key, long now)
    {
        var hours = (key.ExpiresAt - now) / 3600;
        return hours switch
        {
            _ when key.ExpiresAt <= now => $"The key {key.Name} has expired. Programs that use it are refused.",
            < 1 => $"The key {key.Name} expires within the hour.",
            < 48 => $"The key {key.Name} expires in {hours} h.",
            _ => $"The key {key.Name} expires in {hours / 24} days.",
        };
    }
}
