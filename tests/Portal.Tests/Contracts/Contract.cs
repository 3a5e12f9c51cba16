using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

/// <summary>
/// What a feature's interface promises, tested over both of its implementations. To add one: an abstract class with the
/// facts, and two sealed classes after it that name the side. All share one portal, so a fact counts only what it made.
/// </summary>
[Collection(nameof(ContractPortal))]
public abstract class Contract<TService>(PortalHost host, Side side) : IAsyncLifetime
    where TService : notnull
{
    OwnerSide? owner;

    protected PortalHost Host => host;

    protected TService Service => Another<TService>();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Another feature of the same side, to prepare what this one needs.</summary>
    protected T Another<T>()
        where T : notnull => owner!.Services.GetRequiredService<T>();

    protected static T Ok<T>(Result<T> result)
    {
        Assert.True(result.IsSuccess, result.Error?.ToString());
        return result.Value!;
    }

    /// <summary>The same refusal on both sides.</summary>
    protected static void Refused<T>(Result<T> result, int status, string code, string? param = null)
    {
        Assert.False(result.IsSuccess, "It was accepted.");
        Assert.Equal((status, code, param), (result.Error!.Status, result.Error.Code, result.Error.Param));
    }

    public async ValueTask InitializeAsync() => owner = await OwnerSide.Open(host, side);

    public async ValueTask DisposeAsync()
    {
        await owner!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public enum Side
{
    /// <summary>The services in the server, as prerendered pages call them.</summary>
    Server,
    /// <summary>The browser's clients over HTTP.</summary>
    Browser,
}

[CollectionDefinition(nameof(ContractPortal))]
public sealed class ContractPortal : ICollectionFixture<PortalHost>;
