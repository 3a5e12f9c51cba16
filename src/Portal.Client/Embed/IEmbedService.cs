using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Embed;

/// <summary>An assistant as a chat on other sites.</summary>
public interface IEmbedService
{
    Task<Result<EmbedSettings>> Get(string assistantId, CancellationToken cancellation);

    /// <summary>400 with param <c>allowed_origins[n]</c> for what is no origin, and with <c>allowed_origins</c> where it is enabled for no site.</summary>
    Task<Result<EmbedSettings>> Save(string assistantId, EmbedInput input, CancellationToken cancellation);

    /// <summary>For anybody. 404 where the assistant is offered on no site.</summary>
    Task<Result<EmbedLook>> GetLook(string assistantId, CancellationToken cancellation);

    /// <summary>For visitors: the conversation that the visitor has open, a new one where that is none or is closed.</summary>
    Task<Result<ChatThread>> OpenThread(CancellationToken cancellation);
}
