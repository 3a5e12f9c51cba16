using Portal.Client.Api;
using Portal.Client.Threads;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Embed;

sealed class EmbedClient(ApiClient api) : IEmbedService
{
    public Task<Result<EmbedSettings>> Get(string assistantId, CancellationToken cancellation) =>
        api.Get($"v2/assistants/{Segment(assistantId)}/embed", Default.EmbedSettings, cancellation);

    public Task<Result<EmbedSettings>> Save(string assistantId, EmbedInput input, CancellationToken cancellation) =>
        api.Post($"v2/assistants/{Segment(assistantId)}/embed", input, Default.EmbedInput, Default.EmbedSettings, cancellation);

    public Task<Result<EmbedLook>> GetLook(string assistantId, CancellationToken cancellation) =>
        api.Get($"v2/embed/{Segment(assistantId)}", Default.EmbedLook, cancellation);

    public Task<Result<ChatThread>> OpenThread(CancellationToken cancellation) => api.Post("v2/embed/thread", Default.ChatThread, cancellation);
}
