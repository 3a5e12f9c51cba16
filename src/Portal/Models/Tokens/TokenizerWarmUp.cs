namespace Portal.Models.Tokens;

/// <summary>Loads the tokenizer once the portal answers, so that neither the start nor the first reply waits for it.</summary>
internal sealed class TokenizerWarmUp(TokenCounter tokens, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var begin = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        tokens.Warm();
    }
}
