using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Portal.Access.Setup;

namespace Portal.Safety.Privacy;

/// <summary>
/// One of the console's formats, with no secret in what it writes: not in a message, not in an exception. But for the link of
/// the first start, which the operator is to read there.
/// </summary>
internal sealed class RedactedConsole(ConsoleFormatter format) : ConsoleFormatter(format.Name)
{
    static readonly string SetupLink = typeof(FirstStart).FullName!;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.Category == SetupLink)
        {
            format.Write(logEntry, scopeProvider, textWriter);
            return;
        }

        using var line = new StringWriter();
        format.Write(logEntry, scopeProvider, line);
        textWriter.Write(Redaction.OfSecrets.Apply(line.ToString()));
    }

    /// <summary>In place of every format that there is.</summary>
    public static void Use(IServiceCollection services)
    {
        foreach (var added in services.Where(service => service.ServiceType == typeof(ConsoleFormatter) && service.ImplementationType is not null).ToList())
        {
            services.Remove(added);
            services.AddSingleton<ConsoleFormatter>(provider => new RedactedConsole((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, added.ImplementationType!)));
        }
    }
}
