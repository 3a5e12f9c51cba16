using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Client.Api;

/// <summary>The antiforgery token that the page came with, read from its head when it is first needed.</summary>
[SupportedOSPlatform("browser")]
sealed partial class PageToken : AntiforgeryStateProvider
{
    const string FormField = "__RequestVerificationToken";

    AntiforgeryRequestToken? token;

    public override AntiforgeryRequestToken? GetAntiforgeryToken() =>
        token ??= Read() is { Length: > 0 } value ? new(value, FormField) : null;

    [JSImport("globalThis.portalToken")]
    private static partial string? Read();
}

static class PageTokens
{
    /// <summary>Takes the place of the framework's provider, whose token is state that no page keeps (<see cref="PageState"/>).</summary>
    [SupportedOSPlatform("browser")]
    public static void AddPageToken(this IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<AntiforgeryStateProvider, PageToken>());
}
