using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.SignalR;
using Orleans.Configuration;
using Orleans.Serialization;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Runs;

/// <summary>Replies in the making: the thread grains, the live views of threads over hub and event stream, and the run trace.</summary>
internal static class RunsFeature
{
    public static WebApplicationBuilder AddRuns(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunsOptions>().Bind(builder.Configuration.GetSection(RunsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Host.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsCarriedAsJson, Wire.Json));
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        });
        builder.Services.AddSingleton<PromptZone>();
        builder.Services.AddSingleton<IVersionRuns, VersionRuns>();
        builder.Services.AddSingleton<RunEnding>();
        builder.Services.AddSingleton<ThreadChanges>();
        builder.Services.AddSingleton<RunExecution>();
        builder.Services.AddSingleton<ThreadTails>();
        builder.Services.AddScoped<ThreadStreams>();
        builder.Services.AddScoped<ReplyAnswer>();
        builder.Services.AddScoped<IRunsService, RunsService>();
        builder.Services.AddScoped<IThreadEvents, ThreadEventsService>();
        builder.Services.AddHostedService<RunRecovery>();
        builder.Services.AddSingleton<HubCallerFilter>();
        builder.Services.AddSingleton<ServerStart>();
        builder.Services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = ApiFeature.MaxBodyBytes;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            // A tab out of sight runs its timers once a minute.
            hub.ClientTimeoutInterval = TimeSpan.FromMinutes(2);
            hub.AddFilter<HubCallerFilter>();
        }).AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json);
        return builder;
    }

    public static void MapRuns(this WebApplication app)
    {
        app.MapGet("/v2/runs/{id}", async Task<Reply<Run>> (string id, IRunsService service, CancellationToken cancellation) =>
            await service.Get(id, cancellation)).WithTags("Runs").WithSummary("Read the trace of a run");
        app.MapHub<ChatHub>(ChatHub.Path);
    }

    /// <summary>Contracts know nothing of Orleans; between grains they travel as their JSON.</summary>
    static bool IsCarriedAsJson(Type type) => type.Namespace?.StartsWith("Portal", StringComparison.Ordinal) == true;

    /// <summary>Several portals run beside each other on one machine, so the silo takes whatever port is free.</summary>
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
