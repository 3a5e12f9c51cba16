using Portal.Assistants;
using Portal.Data;
using Portal.Policies;
using Portal.Safety.Detection;

namespace Portal.Safety;

/// <summary>Builds the screen for injected instructions once the portal answers, where an assistant runs under it: its first question need not wait for that.</summary>
internal sealed class InjectionWarmUp(PolicyBook book, IAssistantDirectory assistants, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var begin = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            var pages = await book.Open(stoppingToken);
            if ((await assistants.ListActive(null, stoppingToken)).Any(assistant => pages.Of(PolicySubject.Of(assistant)).Rules.Any(rule => rule.Rule.Type == "injection")))
                InjectionScreen.Score("");
        }
        catch (StorageUnavailableException)
        {
            // The first question builds it then.
        }
    }
}
