using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using Portal.Data;

namespace Portal.CommandLine;

/// <summary>
/// The verbs of the executable, for scripts and rescue: <c>Portal user create …</c>. Without a verb it serves. They use the
/// same services as the portal does, beside one that runs or without.
/// </summary>
internal sealed class Commands(string[] args)
{
    static readonly string[] Asking = ["--help", "-h", "-?", "--version"];

    readonly Option<DirectoryInfo?> dataDirectory = new("--data-directory")
    {
        Description = "The portal's data directory. Default: the setting Portal:DataDirectory (environment: Portal__DataDirectory), else 'data' in the working directory.",
        Recursive = true,
    };

    readonly Option<bool> json = new("--json") { Description = "Answer one JSON object, also for an error.", Recursive = true };

    /// <summary>Null where the arguments ask for no verb but for the portal itself.</summary>
    public static Commands? Of(string[] args) =>
        args.Length > 0 && (!args[0].StartsWith('-') || Asking.Contains(args[0])) ? new Commands(args) : null;

    /// <summary>Keeps the answer alone on the standard output.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddConsole().AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Root(null).Parse(args).GetValue(dataDirectory) is { } given)
            builder.Configuration[$"{PortalOptions.Section}:{nameof(PortalOptions.DataDirectory)}"] = given.FullName;
    }

    /// <summary>0 only when it is done.</summary>
    public async Task<int> Run(WebApplication app)
    {
        await using (app) return await Root(app.Services).Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    RootCommand Root(IServiceProvider? services)
    {
        var run = new CommandRun(services, json);
        var root = new RootCommand("Portal: a portal for teams that run AI assistants. Without a command it serves; --urls says where.")
        {
            UserCommands.All(run), KeyCommands.All(run), ProjectCommands.All(run), AssistantCommands.All(run), BackupCommands.Backup(run), BackupCommands.Restore(run), AuditCommands.All(run), UsageCommands.All(run),
        };
        root.Options.Add(dataDirectory);
        root.Options.Add(json);
        return root;
    }
}
