using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Hosting;

/// <summary>The published executable in the folder <c>PORTAL_PUBLISHED</c>, as a process that can be killed and started again over its data.</summary>
public sealed class PublishedPortal : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string executable;
    readonly string directory = Directory.CreateTempSubdirectory("portal-browser-").FullName;
    Process? process;

    PublishedPortal(string executable, int port)
    {
        this.executable = executable;
        Address = new Uri($"http://127.0.0.1:{port}");
        Admin = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", PortalHost.AdminKey);
    }

    public Uri Address { get; }

    public HttpClient Admin { get; }

    static string? Folder => Environment.GetEnvironmentVariable("PORTAL_PUBLISHED");

    /// <summary>
    /// Every portal of the tests gives the browser the published client, where there is one: it is what people run, and
    /// loads in two thirds of the time.
    /// </summary>
    public static void ServeItsClient()
    {
        if (Folder is not { Length: > 0 } folder) return;
        // Of the build's own files none, since some have the same names.
        var none = Path.Combine(AppContext.BaseDirectory, "no.staticwebassets.runtime.json");
        File.WriteAllText(none, """{"ContentRoots":[],"Root":{"Children":null,"Asset":null,"Patterns":null}}""");
        Environment.SetEnvironmentVariable("ASPNETCORE_STATICWEBASSETS", none);
        Environment.SetEnvironmentVariable("ASPNETCORE_STATICASSETS", Path.GetFullPath(Path.Combine(folder, "Portal.staticwebassets.endpoints.json")));
        Environment.SetEnvironmentVariable("ASPNETCORE_WEBROOT", Path.GetFullPath(Path.Combine(folder, "wwwroot")));
    }

    /// <summary>Skips the test where nothing was published.</summary>
    public static async Task<PublishedPortal> Start()
    {
        var folder = Folder;
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "PORTAL_PUBLISHED names no folder with the published portal; ./test.sh publishes it.");
        var portal = new PublishedPortal(Path.Combine(folder, "Portal"), FreePort());
        await portal.Begin();
        return portal;
    }

    /// <summary>Over the data that is there, at the same address.</summary>
    public async Task Begin()
    {
        var start = new ProcessStartInfo(executable, ["--urls", Address.ToString()])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            Environment =
            {
                ["Portal__Setup__AdminKey"] = PortalHost.AdminKey,
                ["Portal__Setup__AdminEmail"] = PortalHost.AdminEmail,
                ["Portal__Setup__AdminPassword"] = PortalHost.AdminPassword,
            },
        };
        process = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Portal is at ", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>SIGKILL: no warning, no last words.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
