using System.Diagnostics;
using System.Text.Json;

namespace Portal.Tests.CommandLine;

/// <summary>The executable, run as a script runs it: a process of its own.</summary>
public sealed record PortalCommand(int ExitCode, string Output, string Error)
{
    /// <summary>What was answered under <c>--json</c>; of a failure the error.</summary>
    public JsonElement Json => ExitCode == 0
        ? JsonSerializer.Deserialize<JsonElement>(Output)
        : JsonSerializer.Deserialize<JsonElement>(Error).GetProperty("error");

    public static Task<PortalCommand> Run(string dataDirectory, params string[] arguments) => Run(dataDirectory, null, arguments);

    public static async Task<PortalCommand> Run(string dataDirectory, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Portal.Components.App).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Portal__DataDirectory"] = dataDirectory;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, (await output).Trim(), (await error).Trim());
    }
}
