using Portal.Data;
using Portal.Safety.Privacy;

namespace Portal.Access.Setup;

internal static class StartDefaults
{
    public const string Url = "http://localhost:5080";

    /// <summary>
    /// A published portal finds its web root and its settings beside itself, from whatever folder it is started; what it
    /// writes goes below the working directory.
    /// </summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
    };

    /// <summary>Where nothing names an address: neither --urls, ASPNETCORE_HTTP_PORTS nor the section Kestrel.</summary>
    public static WebApplicationBuilder UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        string[] settings = ["urls", "http_ports", "https_ports"];
        if (settings.All(setting => string.IsNullOrEmpty(configuration[setting])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Url);
        return builder;
    }

    /// <summary>Until it is stopped; what keeps it from starting is said in a sentence instead of a stack trace.</summary>
    public static async Task<int> Serve(this WebApplication app)
    {
        try
        {
            // Opened here, because the host would log what it cannot start for with its stack.
            app.Services.GetRequiredService<IDatabase>();
            await app.RunAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    /// <summary>Leaves the last words of the start to the address and the setup link, and keeps addresses that hold secrets out of the log.</summary>
    public static WebApplicationBuilder UseQuietStart(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        // In code as well as in appsettings.json, which is not found when the portal is started from another folder.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        RedactedConsole.Use(builder.Services);
        // The keys are as safe as the data directory that holds them beside the database.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        return builder;
    }
}
