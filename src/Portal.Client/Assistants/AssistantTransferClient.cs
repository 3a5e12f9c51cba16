using System.Text.Json;
using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Assistants;

sealed class AssistantTransferClient(ApiClient api) : IAssistantTransferService
{
    public Task<Result<AssistantExport>> Export(string id, CancellationToken cancellation) =>
        api.Get($"v2/assistants/{Segment(id)}/export", Default.AssistantExport, cancellation);

    public Task<Result<Assistant>> Import(string projectId, JsonElement file, string? model, CancellationToken cancellation) =>
        api.Post($"v2/assistants/import{new QueryString().Add("model", model)}", file, Default.JsonElement, Default.Assistant, cancellation, projectId: projectId);

    public Task<Result<Assistant>> Copy(string id, AssistantCopyInput input, CancellationToken cancellation) =>
        api.Post($"v2/assistants/{Segment(id)}/copy", input, Default.AssistantCopyInput, Default.Assistant, cancellation);
}
