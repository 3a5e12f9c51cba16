using Microsoft.Extensions.AI;
using OllamaSharp;
using Portal.Client.Providers;
using Portal.Models.Gateway;
using Portal.Models.Responder;
using Portal.Providers;

namespace Portal.Models.Adapters;

/// <summary>The client that speaks a provider's language. The one place that a new kind of provider is added to.</summary>
internal sealed class ChatClients(UpstreamHttp http, BuiltInResponder responder, TimeProvider time)
{
    /// <summary>The HTTP side of an attempt; null for the built-in responder, which has none.</summary>
    public UpstreamCall? Begin(ProviderEndpoint provider, long maxBytes) =>
        provider.BaseUrl is null ? null : new(http, provider, maxBytes, time);

    public IChatClient Create(RouteTarget target, ModelRoute route, UpstreamCall? upstream) => target.Provider.Kind switch
    {
        ProviderKind.Builtin => responder.CreateClient(),
        ProviderKind.Openai => new OpenAiChatClient(upstream!.CreateClient()),
        ProviderKind.Ollama => new OllamaChatClient(upstream!.CreateClient(), route.ContextWindow),
        var other => throw new InvalidOperationException($"No client speaks to providers of the kind {other}."),
    };

    /// <summary>The names of the models that the provider offers now. Throws what the network and the provider throw.</summary>
    public async Task<IReadOnlyList<string>> ListModels(ProviderEndpoint provider, UpstreamCall? upstream, CancellationToken cancellation)
    {
        switch (provider.Kind)
        {
            case ProviderKind.Openai:
                using (var openAi = new OpenAiChatClient(upstream!.CreateClient()))
                    return await openAi.ListModels(cancellation);
            case ProviderKind.Ollama:
                using (var ollama = new OllamaApiClient(upstream!.CreateClient()))
                    return [.. (await ollama.ListLocalModelsAsync(cancellation)).Select(model => model.Name)];
            default:
                return [BuiltInResponder.Model];
        }
    }
}
