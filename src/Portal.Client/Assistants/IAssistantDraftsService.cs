using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Assistants;

/// <summary>What is done with a definition before it is saved.</summary>
public interface IAssistantDraftsService
{
    /// <summary>Composes exactly what a run would send before the conversation. Nothing is stored.</summary>
    Task<Result<AssistantPreview>> Preview(string projectId, AssistantPreviewInput input, CancellationToken cancellation);

    /// <summary>
    /// Runs the definition through the model gateway; metered and audited as any model call. Events as of a run, the last one
    /// with the whole reply. The enumeration's cancellation stops the reply, and what it took until then is counted.
    /// </summary>
    Task<Result<IAsyncEnumerable<RunEvent>>> Try(string projectId, AssistantTryInput input, CancellationToken cancellation);
}
