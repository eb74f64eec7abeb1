namespace LstmGen.TestKit.Files;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("lstmgen-tests-").FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    internal IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Order();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
