using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What an option of a cell says beside what every option does.</summary>
internal interface ICellOption
{
    /// <summary>Initialiser of a property of LstmCellOptions; nothing where the default does.</summary>
    string Cell(CellSpec cell);
}
