using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Assistants;

public sealed partial class TryPane(IAssistantDraftsService service) : IDisposable
{
    readonly Trial trial = new();
    CancellationTokenSource? stopping;

    [Parameter]
    public string? ProjectId { get; set; }

    [Parameter]
    public string? AssistantId { get; set; }

    /// <summary>The draft as it stands; null where fields of it need a change, which they then say.</summary>
    [Parameter, EditorRequired]
    public Func<AssistantInput?> Draft { get; set; } = null!;

    async Task<ApiError?> Say(string text, string key)
    {
        if (stopping is not null) return ApiError.Conflict("Wait for the reply, or stop it.", "busy");
        if (trial.HasOpenCalls) return ApiError.Conflict("Give the open tool calls their outputs first.", "open_calls");
        if (Draft() is not { } draft) return ApiError.Invalid("Some fields of the form need a change before it can run.");
        trial.Add(text);
        return await Run(draft);
    }

    async Task<ApiError?> AnswerCall(string callId, string output)
    {
        if (Draft() is not { } draft) return ApiError.Invalid("Some fields of the form need a change before it can run.");
        trial.Answer(callId, output);
        return trial.HasOpenCalls ? null : await Run(draft);
    }

    /// <summary>Null once the reply has begun; it is read on behind.</summary>
    async Task<ApiError?> Run(AssistantInput draft)
    {
        stopping = new CancellationTokenSource();
        var input = new AssistantTryInput { Assistant = draft, AssistantId = AssistantId, Messages = trial.ToMessages() };
        var answer = await service.Try(ProjectId!, input, stopping.Token);
        if (answer.IsSuccess)
        {
            _ = Read(answer.Value, stopping);
            return null;
        }

        trial.TakeBack();
        End();
        return answer.Error;
    }

    async Task Read(IAsyncEnumerable<RunEvent> events, CancellationTokenSource mine)
    {
        await foreach (var happened in events)
        {
            trial.Apply(happened);
            await InvokeAsync(StateHasChanged);
        }

        trial.BreakOff();
        if (stopping == mine) End();
        await InvokeAsync(StateHasChanged);
    }

    async Task<ApiError?> Stop()
    {
        if (stopping is not null) await stopping.CancelAsync();
        return null;
    }

    async Task Clear()
    {
        await Stop();
        trial.Clear();
    }

    void End()
    {
        stopping?.Dispose();
        stopping = null;
    }

    public void Dispose() => stopping?.Cancel();
}
