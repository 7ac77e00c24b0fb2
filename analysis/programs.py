"""Linear programs that are solved again and again for other objectives, each from where the last one ended.

The only place for highspy. It is not trusted: every point that it returns is checked here against every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from analysis.nesting import rests
from analysis.scores import FloatArray

TOLERANCE = 1e-6
"""People; what a row may be missed by, and what a bound may be off by."""
OPTIONS: Mapping[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "solver": "simplex",
    "presolve": "off",
    "random_seed": 0,
}
DUAL, PRIMAL = 1, 4
"""The dual simplex finds the first point soonest; from there the primal one goes on, as all points stay allowed."""


@dataclass(frozen=True)
class Solved:
    """A point (columns,) where the objective is highest, and the price of each row (rows,): what one more would add."""

    point: FloatArray
    prices: FloatArray


class Program:
    """Points x >= 0 with rows @ x == sums, and others @ x >= least.

    rows is (rows, columns) and others (others, columns), of 0 and 1; sums is (rows,), least is (others,).
    """

    def __init__(self, rows: csr_array, sums: FloatArray, others: csr_array, least: FloatArray) -> None:
        self._all, self._exact = csr_array(vstack([rows, others])), len(sums)
        self._low = np.r_[sums, least]
        self._rests = rests(self._all, np.arange(self._exact))
        self._columns = np.arange(rows.shape[1], dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(self._model())
        self._solver.setOptionValue("simplex_strategy", DUAL)
        self._run()
        self._solver.setOptionValue("simplex_strategy", PRIMAL)

    def highest(self, objective: FloatArray) -> Solved:
        """Where objective @ x is highest; an ArithmeticError where the solver found no such point or a wrong one.

        A solver that went astray on its way from point to point is asked once more, from the beginning.
        """
        self._solver.changeColsCost(len(self._columns), self._columns, -objective)
        try:
            return self._solved()
        except ArithmeticError:
            self._solver.clearSolver()
            return self._solved()

    def _solved(self) -> Solved:
        self._run()
        solution = self._solver.getSolution()
        point = np.maximum(np.array(solution.col_value), 0.0)
        over = self._all @ point - self._low
        if np.any(over < -TOLERANCE) or np.any(over[: self._exact] > TOLERANCE):
            raise ArithmeticError("the answer of a linear program breaks one of its rows")
        return Solved(point, self._rests.T @ -np.array(solution.row_dual))

    def _run(self) -> None:
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"a linear program was not solved: {self._solver.modelStatusToString(status)}")

    def _model(self) -> highspy.HighsLp:
        rows, low = csr_array(self._rests @ self._all), self._rests @ self._low
        rows.eliminate_zeros()
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_, model.col_lower_ = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
        model.col_upper_ = np.full(rows.shape[1], highspy.kHighsInf)
        model.row_lower_ = low
        model.row_upper_ = np.where(np.arange(len(low)) < self._exact, low, highspy.kHighsInf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.num_row_, model.a_matrix_.num_col_ = rows.shape
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
        return model
