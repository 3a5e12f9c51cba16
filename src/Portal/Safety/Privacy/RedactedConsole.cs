using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Portal.Safety.Privacy;

/// <summary>One of the console's formats, with no secret in what it writes: not in a message, not in an exception.</summary>
internal sealed class RedactedConsole(ConsoleFormatter format) : ConsoleFormatter(format.Name)
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
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
