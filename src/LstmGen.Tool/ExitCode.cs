namespace LstmGen.Tool;

/// <summary>What a command ends with.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>A comparison was made, and it failed.</summary>
    Differs = 1,

    WrongArguments = 2,

    /// <summary>A file is damaged or holds what no class can be.</summary>
    Refused = 3,

    /// <summary>A file cannot be read or written.</summary>
    Unreadable = 4,
}
