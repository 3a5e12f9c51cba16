using System.Runtime.CompilerServices;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Runs;
using static Portal.Client.Api.ApiJson;

namespace Portal.Client.Assistants;

sealed class AssistantDraftsClient(ApiClient api) : IAssistantDraftsService
{
    public Task<Result<AssistantPreview>> Preview(string projectId, AssistantPreviewInput input, CancellationToken cancellation) =>
        api.Post("v2/assistants/preview", input, Default.AssistantPreviewInput, Default.AssistantPreview, cancellation, projectId: projectId);

    public async Task<Result<IAsyncEnumerable<RunEvent>>> Try(string projectId, AssistantTryInput input, CancellationToken cancellation)
    {
        var opened = await api.PostForStream("v2/assistants/try", input, Default.AssistantTryInput, cancellation, projectId);
        return opened.IsSuccess ? Result.Of(Read(opened.Value, cancellation)) : opened.Error;
    }

    /// <summary>A stream that breaks off ends without an ending event, as its reader can see.</summary>
    static async IAsyncEnumerable<RunEvent> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using (stream)
        {
            var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, Default.RunEvent)).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
            await using (events)
            {
                while (await Next(events) is { Type.Length: > 0 } happened) yield return happened;
            }
        }
    }

    static async Task<RunEvent?> Next(IAsyncEnumerator<SseItem<RunEvent?>> events)
    {
        try
        {
            return await events.MoveNextAsync() && events.Current.EventType != "done" ? events.Current.Data : null;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
