using System.Text.Json;
using Portal.Client.Api;

namespace Portal.Client.Assistants;

/// <summary>Assistants that leave, arrive, and are copied.</summary>
public interface IAssistantTransferService
{
    Task<Result<AssistantExport>> Export(string id, CancellationToken cancellation);

    /// <summary>Makes an assistant of an exported file.</summary>
    /// <param name="model">Instead of the file's model, where this portal's catalogue does not hold that one.</param>
    Task<Result<Assistant>> Import(string projectId, JsonElement file, string? model, CancellationToken cancellation);

    Task<Result<Assistant>> Copy(string id, AssistantCopyInput input, CancellationToken cancellation);
}
