using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Portal.Access.Users;
using Portal.Data;

namespace Portal.Access.Setup;

/// <summary>
/// At the first start of an empty database makes what the configuration names; while there is no owner, ends the
/// start's log with the address and the setup link.
/// </summary>
internal sealed partial class FirstStart(
    Ownership ownership, IFirstKey firstKey, IDatabase database, IServer server, IHostApplicationLifetime lifetime,
    IOptions<SetupOptions> options, IOptions<PortalOptions> portal, ILogger<FirstStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await MakeWhatIsConfigured(cancellationToken);
        var token = await ownership.HasOwner(cancellationToken) ? null : await ownership.NewLink(cancellationToken);
        lifetime.ApplicationStarted.Register(() => Announce(token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task MakeWhatIsConfigured(CancellationToken cancellation)
    {
        var setup = options.Value;
        var email = setup.AdminEmail?.Trim();
        var owner = string.IsNullOrEmpty(email) || string.IsNullOrEmpty(setup.AdminPassword)
            ? null
            : ownership.NewOwner(email.Split('@')[0], email, setup.AdminPassword);
        await database.Write(connection =>
        {
            if (UsersRepository.HasOwner(connection) || firstKey.AnyKey(connection)) return false;
            if (owner is not null) ownership.Insert(connection, owner, CallInfo.System);
            if (!string.IsNullOrEmpty(setup.AdminKey)) firstKey.Insert(connection, setup.AdminKey, owner?.Id ?? CallInfo.System.Actor.Id);
            return true;
        }, cancellation);
    }

    void Announce(string? token)
    {
        var address = BrowserAddress();
        if (token is null) Listening(logger, address);
        else SetupNeeded(logger, address, token);
    }

    /// <summary>Where a browser on this machine finds the portal; a wildcard is no address.</summary>
    string BrowserAddress()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        foreach (var wildcard in (string[])["//[::]", "//0.0.0.0", "//*", "//+"])
            address = address.Replace(wildcard, "//localhost", StringComparison.Ordinal);
        return address.TrimEnd('/') + portal.Value.PathBase;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Portal is at {Address}")]
    static partial void Listening(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Portal is at {Address}\nIt has no owner yet. Set it up with this link, which works once:\n{Address}/setup?token={Token}")]
    static partial void SetupNeeded(ILogger logger, string address, string token);
}
