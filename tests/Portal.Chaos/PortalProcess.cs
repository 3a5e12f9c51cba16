using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Portal.Chaos;

/// <summary>
/// The published portal as a process of its own, with its own data directory and port, which may be killed, stopped and
/// started again on the same data.
/// </summary>
sealed partial class PortalProcess : IAsyncDisposable
{
    public const string AdminKey = "sk-chaos-0123456789abcdefghijklmnopqrstuv";
    const int SigTerm = 15;
    const int FileSize = 1;
    static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(90);

    readonly string folder;
    readonly List<string> log = [];
    readonly Lock gate = new();
    Process process = null!;

    PortalProcess(string folder)
    {
        this.folder = folder;
        DataDirectory = Directory.CreateTempSubdirectory("portal-chaos-").FullName;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        Api = new PortalApi(Address, AdminKey);
    }

    public string DataDirectory { get; }

    public string DatabasePath => Path.Combine(DataDirectory, "portal.db");

    public Uri Address { get; }

    /// <summary>Calls as the organization's key.</summary>
    public PortalApi Api { get; }

    /// <summary>Further configuration, such as <c>Portal__Runs__ToolTimeoutSeconds</c>; read at each start.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public int Id => process.Id;

    /// <summary>From the last start to its first answer.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>All that was logged, over all starts.</summary>
    public IReadOnlyList<string> Log
    {
        get { lock (gate) return [.. log]; }
    }

    public static async Task<PortalProcess> Start(CancellationToken cancellation, params (string Key, string Value)[] settings)
    {
        var portal = new PortalProcess(await PublishedPortal.Find(cancellation));
        foreach (var (key, value) in settings) portal.Settings[key] = value;
        await portal.Start(cancellation);
        return portal;
    }

    /// <summary>Starts it on its data; returns with its first answer.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        // A write past the limit of FillDisk is to fail, not to end the process.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "sh", Path.Combine(folder, "Portal.dll"), "--urls", Address.ToString().TrimEnd('/')])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Portal__DataDirectory"] = DataDirectory;
        start.Environment["Portal__Setup__AdminKey"] = AdminKey;
        foreach (var (key, value) in Settings) start.Environment[key] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Until.True(async () =>
        {
            if (process.HasExited) throw new InvalidOperationException($"The portal did not start:\n{string.Join('\n', Log.TakeLast(30))}");
            return await Api.IsAnswering(cancellation);
        }, "the portal answers", StartWithin, cancellation);
        StartTook = clock.Elapsed;
    }

    /// <summary>SIGKILL: nothing more is written, flushed or answered.</summary>
    public async Task Kill(CancellationToken cancellation)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellation);
        process.Dispose();
    }

    /// <summary>SIGTERM; returns how long the portal took to leave.</summary>
    public async Task<TimeSpan> Terminate(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (Signal(process.Id, SigTerm) != 0) throw new InvalidOperationException($"The process {process.Id} could not be told to end.");
        await process.WaitForExitAsync(cancellation);
        process.Dispose();
        return clock.Elapsed;
    }

    /// <summary>From now on the process may make no file larger, which its writes see as a full disk.</summary>
    public void FillDisk() => LimitFileSize(0);

    public void FreeDisk() => LimitFileSize(ulong.MaxValue);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        try
        {
            await Kill(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It is not running.
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (gate) log.Add(line);
    }

    void LimitFileSize(ulong bytes)
    {
        var limit = new Limit { Soft = bytes, Hard = ulong.MaxValue };
        if (SetLimit(process.Id, FileSize, in limit, IntPtr.Zero) != 0) throw new InvalidOperationException($"The file size cannot be limited: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static partial int SetLimit(int processId, int resource, in Limit limit, IntPtr before);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);
}
